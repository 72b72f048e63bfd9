import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'mixed-interfaces',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['I'],
  summary: 'Names of different patches are mixed in one trace',
  docs: {
    what: 'Reports, once, that names of page hinting v2, page reporting v5 or mainline page reporting stand in one trace.',
    why: 'The analysis follows one of them: what the others mean by an event, and their constants, are taken for its own.',
    fix: 'Split the file, or choose the interface with a setting line (interface=) and rename the other events.',
    needs: 'Events that only one of the patches has.',
    source: 'The names of the three versions of the patches.',
  },
  observes: 'interfaces-mixed',
  standsAlone: true,
  message: o => {
    const names = ['page reporting v5', 'page hinting v2', 'mainline page reporting'].filter((_, bit) => (o.data.families & (1 << bit)) !== 0);
    return `This trace mixes names of ${names.join(' and ')}: the analysis follows one of them and misreads the other. Split the file, or set interface=.`;
  },
  related: o => [{ id: o.data.otherId, message: 'the other names begin here' }],
});
