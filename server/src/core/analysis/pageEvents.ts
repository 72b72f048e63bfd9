/** Other events of the same page, looked up in the columns. */
import { type Columns, LineKind, Slot } from '../trace/columns.js';
import type { Chunk } from './chunk.js';

export interface PageEvent { readonly line: number; readonly columns: Columns; readonly local: number }

const place = ({ start, columns }: Chunk, local: number): PageEvent => ({ line: start + local, columns, local });

/** Row `i` is an event of the page. */
export const speaksOf = (columns: Columns, i: number, pfn: number): boolean =>
  columns.pfn[i] === pfn && columns.kind[i] === LineKind.Event && (columns.has[i] & Slot.Pfn) !== 0;

export function previousOfPage(chunks: readonly Chunk[], index: number, line: number, pfn: number): PageEvent | undefined {
  for (let k = index; k >= 0; k--) {
    const chunk = chunks[k];
    for (let i = Math.min(chunk.columns.length, k === index ? line - chunk.start : chunk.columns.length) - 1; i >= 0; i--) {
      if (speaksOf(chunk.columns, i, pfn)) return place(chunk, i);
    }
  }
  return undefined;
}

export function nextOfPage(chunks: readonly Chunk[], index: number, line: number, pfn: number): PageEvent | undefined {
  for (let k = index; k < chunks.length; k++) {
    const chunk = chunks[k];
    for (let i = k === index ? line - chunk.start + 1 : 0; i < chunk.columns.length; i++) if (speaksOf(chunk.columns, i, pfn)) return place(chunk, i);
  }
  return undefined;
}
