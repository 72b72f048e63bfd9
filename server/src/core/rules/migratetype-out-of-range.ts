import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'migratetype-out-of-range',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F', 'I'],
  summary: 'A migratetype that the kernel configuration does not have',
  docs: {
    what: 'Reports an event with a migratetype that is not below the number of types; then the line changes nothing in the model. Also one whose number and name do not belong together, as `5(MOVABLE)`; then the number counts.',
    why: 'The free list that it names does not exist, or the kernel numbers its types in another way than the settings line says; then every type in the trace is misread.',
    fix: 'Write migrate_types= with the names in number order, as /proc/pagetypeinfo lists them.',
    needs: 'An event with migratetype=.',
    source: 'MIGRATE_TYPES depends on CONFIG_CMA and CONFIG_MEMORY_ISOLATION.',
  },
  observes: 'bad-migratetype',
  standsAlone: true,
  at: ({ data: { name, start, end } }) => (name === '' ? { key: 'migratetype' } : { start, end }),
  message: o => (o.data.name !== ''
    ? `Migratetype ${o.data.migratetype} is not ${o.data.name} as this trace numbers the types: one of the two is wrong, or the kernel has other types. Write migrate_types= with their names in number order on the settings line.`
    : `Migratetype ${o.data.migratetype} does not exist among the ${o.data.count} of this trace. If the kernel has other types, write migrate_types= with their names in number order on the settings line.`),
});
