import { lineDetail } from '../parse/lineDetail.js';
import type { Chunk } from './chunk.js';

/** Name of the task on its first line that shows one; `<...>` where none does, undefined where it has no line. */
export function commOf(chunks: readonly Chunk[], task: number): string | undefined {
  let found: string | undefined;
  for (const chunk of chunks) {
    const columns = chunk.packed.rows();
    for (let i = 0; i < columns.length; i++) {
      if (columns.task[i] !== task) continue;
      const comm = lineDetail(chunk.lineText(i)).task?.text;
      if (comm !== undefined && comm !== '<...>') return comm;
      found ??= comm;
    }
  }
  return found;
}
