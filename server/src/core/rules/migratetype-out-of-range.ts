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
    what: 'Reports an event with a migratetype that is not below the number of types. The line changes nothing in the model.',
    why: 'The free list that it names does not exist, or the kernel numbers its types in another way than the settings line says; then every type in the trace is misread.',
    fix: 'Write migrate_types= with the names in number order, as /proc/pagetypeinfo lists them.',
    needs: 'An event with migratetype=.',
    source: 'MIGRATE_TYPES depends on CONFIG_CMA and CONFIG_MEMORY_ISOLATION.',
  },
  observes: 'bad-migratetype',
  at: () => ({ key: 'migratetype' }),
  message: o => `Migratetype ${o.data.migratetype} does not exist among the ${o.data.count} of this trace. If the kernel has other types, write migrate_types= with their names in number order on the settings line.`,
});
