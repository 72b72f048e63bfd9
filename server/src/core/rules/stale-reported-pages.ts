import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'stale-reported-pages',
  severity: 'info',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'A new device starts while blocks are marked reported to an earlier one',
  docs: {
    what: 'States at a startup that blocks of a zone carry the reported flag.',
    why: 'The new device is never told of these blocks. Mainline documents the same as intended: a new driver resumes where the last one left off.',
    fix: 'Nothing, if the host keeps what it was told; else clear the flags at shutdown.',
    needs: 'The flags of blocks, from earlier events or from `free` lines.',
    source: 'page_reporting_shutdown() of page reporting v5 does not clear flags; Documentation/mm/free_page_reporting.rst.',
  },
  observes: 'reported-at-startup',
  message: (o, text) => `A device starts while ${blocks(o.data.blocks)} of ${zoneText(o.data.zone, text)} ${o.data.blocks === 1 ? 'is' : 'are'} marked as reported: it is not told of ${o.data.blocks === 1 ? 'it' : 'them'}. Intended where the host remembers.`,
});
