/** The machine's state as a value: copied, put back, compared, hashed. It is the words and nothing else. */
import type { Machine } from './machine.js';

/** Words in use; addresses are those of the machine that it was taken of. */
export type Snapshot = Int32Array;

export const takeSnapshot = (m: Machine): Snapshot => m.store.memory.slice(0, m.store.wordsUsed);

/** Puts a state of this machine back. Blocks that have been allocated since then are as new. */
export function restoreSnapshot(m: Machine, snapshot: Snapshot): void {
  m.store.memory.fill(0, snapshot.length);
  m.store.memory.set(snapshot);
}

/** Words beyond the end of the shorter one count as 0: a block that was never written is as one that does not exist. */
export function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) if ((i < a.length ? a[i] : 0) !== (i < b.length ? b[i] : 0)) return false;
  return true;
}

/** 32 bits of the words that are not 0; equal states have equal hashes. */
export function hashSnapshot(snapshot: Snapshot): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < snapshot.length; i++) {
    if (snapshot[i] === 0) continue;
    hash = Math.imul(hash ^ i, 0x01000193);
    hash = Math.imul(hash ^ snapshot[i], 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
