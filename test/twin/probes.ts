/** What kprobe events on a stock kernel show of the merged code, as trace text; everything static or inlined is missing. */
import type { Arguments } from './printer.js';
import { STRUCT_PAGE, VMEMMAP, type Shape } from './shape.js';

/** Tracepoints that any kernel has. */
const stock = new Set([
  'mm_page_alloc', 'mm_page_free', 'kmalloc', 'irq_handler_entry', 'irq_handler_exit', 'suspend_resume', 'workqueue_execute_start', 'workqueue_execute_end',
  'tracing_mark_write', 'contention_begin', 'contention_end',
]);

const struct = (pfn: number): string => `0x${(VMEMMAP + BigInt(pfn) * STRUCT_PAGE).toString(16)}`;
const worker = 'page_reporting_process+0x2a1/0x570';

const entry = (label: string, symbol: string, args: string): string => `${label}: (${symbol}+0x0/0x120)${args}`;
const leave = (label: string, symbol: string, caller: string, args: string): string => `${label}_ret: (${caller} <- ${symbol})${args}`;

export function probeBody(shape: Shape, name: string, args: Arguments): string | undefined {
  const page = typeof args['pfn'] === 'number' ? ` page=${struct(args['pfn'])}` : '';
  const zone = ` zone=0xffff88813fff${shape.zones.findIndex(z => z.name === args['zone'] || `${z.node}/${z.name}` === args['zone'])}e00`;
  const value = args['ret'] === undefined ? '' : ` ret=${args['ret']}`;
  switch (name) {
    case 'page_reporting_process': return entry('pr_process', name, ' work=0xffff888101234608');
    case 'page_reporting_process__return': return leave('pr_process', 'page_reporting_process', 'process_one_work+0x1e0/0x3a0', '');
    case 'zone_watermark_ok': return entry('wmark_ok', name, `${zone} order=0 mark=${args['mark']}`);
    case 'zone_watermark_ok__return': return leave('wmark_ok', 'zone_watermark_ok', worker, value);
    case '__isolate_free_page__entry': return entry('isolate', '__isolate_free_page', `${page} order=${args['order']}`);
    case '__isolate_free_page': return leave('isolate', '__isolate_free_page', worker, value);
    case 'report': return entry('vb_report', 'virtballoon_free_page_report', ` nents=${args['nents']}`).replace('0x120)', '0x120 [virtio_balloon])');
    case 'report__return': return leave('vb_report', 'virtballoon_free_page_report', worker, value);
    case 'page_reporting_drain': return entry('pr_drain', 'page_reporting_drain.constprop.0', ' a1=0x1');
    case 'page_reporting_drain__return': return leave('pr_drain', 'page_reporting_drain.constprop.0', worker, '');
    case '__putback_isolated_page': return entry('putback', name, `${page} order=${args['order']} mt=${args['migratetype']}`);
    case '__page_reporting_notify': return entry('pr_notify', name, '');
    case 'page_reporting_register': return entry('pr_register', name, '');
    case 'page_reporting_register__return': return leave('pr_register', 'page_reporting_register', 'virtballoon_probe+0x2f1/0x4a0 [virtio_balloon]', value);
    case 'page_reporting_unregister': return entry('pr_unregister', name, '');
    case 'page_reporting_unregister__return': return leave('pr_unregister', 'page_reporting_unregister', 'virtballoon_remove+0x51/0x90 [virtio_balloon]', '');
    default: break;
  }
  if (!stock.has(name)) return undefined;
  const shown = Object.entries(args).filter(([, arg]) => arg !== undefined).map(([key, arg]) => (key === 'text' ? ` ${arg}` : ` ${key}=${key === 'pfn' ? `0x${Number(arg).toString(16)}` : arg}`));
  return `${name}:${shown.join('')}`;
}
