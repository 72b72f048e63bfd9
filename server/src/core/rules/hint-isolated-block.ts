import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'hint-isolated-block',
  severity: 'info',
  group: 'hint',
  interfaces: ['walk-v29', 'hint-list-v33'],
  visibleIn: ['I'],
  summary: 'A block that is being isolated is handed out as free',
  docs: {
    what: 'Reports a block of MIGRATE_ISOLATE that a walk or a hint list hands out.',
    why: 'Isolated blocks are about to go offline or to be given to one owner. A hint for them is legal but of no use, and may come after the memory is gone.',
    fix: 'Leave MIGRATE_ISOLATE out of the loop over types.',
    needs: 'The migratetype of the list or of the block.',
    source: 'walk_free_mem_block() (v29) and get_from_free_page_list() (v33): their loops include every migratetype.',
  },
  observes: 'isolated-handed-out',
  message: (o, text) => `Block ${pfnText(o.data.pfn)} of order ${o.data.order} of ${zoneText(o.data.zone, text)} is being isolated (migratetype ${text.migratetype(o.data.migratetype)}), but is handed out as free. Leave that type out.`,
});
