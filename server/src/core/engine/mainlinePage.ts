/** Which block a line of the mainline functions speaks of: by pfn, or by the pointer of its struct page. */
import { Slot } from '../trace/columns.js';
import { g } from './layout.js';
import type { Machine } from './machine.js';

/** Where identities of pages whose frame is not known begin: above every page frame number. */
const OPAQUE = 2 ** 47;
const STRUCT_PAGE = 64;

/** The block's identity: its pfn where the line or the vmemmap base gives it, else a number that stands for the pointer; -1 for none. */
export function pageIdentity(m: Machine): number {
  if ((m.has & Slot.Pfn) !== 0 && m.pfn >= 0) return m.pfn;
  if ((m.has & Slot.A) === 0) return -1;
  const high = m.global(g.vmemmapHigh) >>> 0;
  const low = m.global(g.vmemmapLow) >>> 0;
  const size = m.global(g.pageStruct) || STRUCT_PAGE;
  if (high !== 0) {
    const pfn = ((m.a - high) * 2 ** 32 + (m.b - low)) / size;
    return Number.isInteger(pfn) && pfn >= 0 && pfn < 2 ** 40 ? pfn : -1;
  }
  // Addresses of one memory map differ in their low 52 bits only.
  return OPAQUE + (m.a % 2 ** 20) * 2 ** 26 + Math.floor(m.b / STRUCT_PAGE);
}
