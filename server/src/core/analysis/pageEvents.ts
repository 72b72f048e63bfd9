/** Other events of the same page, looked up in the columns. */
import { LineKind, Slot, type Rows } from '../trace/columns.js';
import type { Chunk } from './chunk.js';

export interface PageEvent { readonly line: number; readonly columns: Rows; readonly local: number }

/** Row `i` is an event of the page. */
export const speaksOf = (columns: Rows, i: number, pfn: number): boolean =>
  columns.pfn[i] === pfn && columns.kind[i] === LineKind.Event && (columns.has[i] & Slot.Pfn) !== 0;

export function previousOfPage(chunks: readonly Chunk[], index: number, line: number, pfn: number): PageEvent | undefined {
  for (let k = index; k >= 0; k--) {
    const chunk = chunks[k];
    const columns = chunk.packed.rows();
    for (let i = Math.min(columns.length, k === index ? line - chunk.start : columns.length) - 1; i >= 0; i--) {
      if (speaksOf(columns, i, pfn)) return { line: chunk.start + i, columns, local: i };
    }
  }
  return undefined;
}

export function nextOfPage(chunks: readonly Chunk[], index: number, line: number, pfn: number): PageEvent | undefined {
  for (let k = index; k < chunks.length; k++) {
    const chunk = chunks[k];
    const columns = chunk.packed.rows();
    for (let i = k === index ? line - chunk.start + 1 : 0; i < columns.length; i++) if (speaksOf(columns, i, pfn)) return { line: chunk.start + i, columns, local: i };
  }
  return undefined;
}
