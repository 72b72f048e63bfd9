/** Other events of the same page, looked up in the columns. */
import { LineKind, Slot } from '../trace/columns.js';
import type { Chunk } from './chunk.js';

interface Place { readonly chunk: number; readonly local: number }

const speaksOf = ({ columns }: Chunk, i: number, pfn: number): boolean =>
  columns.pfn[i] === pfn && columns.kind[i] === LineKind.Event && (columns.has[i] & Slot.Pfn) !== 0;

export function previousOfPage(chunks: readonly Chunk[], index: number, line: number, pfn: number): Place | undefined {
  for (let k = index; k >= 0; k--) {
    const chunk = chunks[k];
    for (let i = Math.min(chunk.columns.length, k === index ? line - chunk.start : chunk.columns.length) - 1; i >= 0; i--) {
      if (speaksOf(chunk, i, pfn)) return { chunk: k, local: i };
    }
  }
  return undefined;
}

export function nextOfPage(chunks: readonly Chunk[], index: number, line: number, pfn: number): Place | undefined {
  for (let k = index; k < chunks.length; k++) {
    const chunk = chunks[k];
    for (let i = k === index ? line - chunk.start + 1 : 0; i < chunk.columns.length; i++) if (speaksOf(chunk, i, pfn)) return { chunk: k, local: i };
  }
  return undefined;
}
