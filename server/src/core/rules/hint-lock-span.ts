import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'hint-lock-span',
  severity: 'error',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I', 'D'],
  summary: 'A hint list does not read each zone in one section',
  docs: {
    what: 'Reports a second section of the same zone within one call, and an entry of one zone in the section of another.',
    why: 'Blocks move between the lists of a zone as soon as its lock is dropped: some are stored twice, others not at all. Under another zone\'s lock the list is not protected.',
    fix: 'Take the lock of a zone once, go through all its migratetypes, and release it.',
    needs: 'Lock events; for an entry of another zone also the bounds of the zones, or zone= on the entry.',
    source: 'get_from_free_page_list() (free page hint v33): the lock is held for all migratetypes of a zone, one zone at a time.',
  },
  observes: 'hint-sections',
  evidence: ['lock'],
  message: (o, text) => (o.data.other >= 0
    ? `A block of ${zoneText(o.data.other, text)} is handed out under the lock of ${zoneText(o.data.zone, text)}, which does not protect it. Take the lock of the block's own zone.`
    : `The lock of ${zoneText(o.data.zone, text)} is taken again in the same call: blocks may have moved between its lists since. Hold it for all migratetypes of the zone.`),
  related: o => [{ id: o.data.sectionId, message: o.data.other >= 0 ? 'the lock is taken here' : 'its section began here before' }],
});
