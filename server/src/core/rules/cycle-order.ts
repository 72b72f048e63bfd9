import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'cycle-order',
  severity: 'error',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['I'],
  summary: 'The worker visits the free lists of a zone in another order than upwards, or an Isolate list',
  docs: {
    what: 'Reports a visit of a list whose order is lower than the last one of the zone, or whose migratetype is not higher in the same order, and any visit of an Isolate list.',
    why: 'A list that is visited twice is reported twice in one pass; pages of an isolated block belong to whoever isolates it.',
    fix: 'Go through the orders from page_reporting_order up, through the migratetypes from 0 up, and skip Isolate.',
    needs: 'page_reporting_cycle with order= and migratetype=, and where each zone begins.',
    source: 'The loops of page_reporting_process_zone(), mm/page_reporting.c.',
  },
  observes: 'list-out-of-order',
  at: o => ({ key: o.data.isolate ? 'migratetype' : 'order' }),
  message: (o, text) => (o.data.isolate
    ? `The free list of migratetype ${text.migratetype(o.data.migratetype)} is visited: its blocks belong to whoever isolates them. Skip it.`
    : `Order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} is visited after order ${o.data.lastOrder}, migratetype ${text.migratetype(o.data.lastType)}: the lists of a zone are visited upwards, each once.`),
});
