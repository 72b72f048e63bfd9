/** Findings of a chunk folded once and kept, so that a keystroke elsewhere does not cost what all findings of a trace cost. */
import type { Chunk } from './chunk.js';
import { Folding, type Placed } from './folding.js';

/** Fewer are folded with the rest. */
const LEAST = 32;

/**
 * The chunk's findings, folded; undefined where they have to be folded with those of other chunks: few of them,
 * consequences (which count for a cause that may stand in an earlier chunk), lines of other chunks, suppressions.
 */
export function foldedFindings(chunk: Chunk, before: Chunk | undefined): Folding | undefined {
  if (chunk.findings.length < LEAST || suppresses(chunk) || (before !== undefined && suppresses(before))) return undefined;
  if (chunk.folded === undefined) chunk.folded = fold(chunk);
  return chunk.folded ?? undefined;
}

function suppresses(chunk: Chunk): boolean {
  for (const setting of chunk.packed.settings.values()) if (setting.type === 'disable-next-line') return true;
  return false;
}

function fold(chunk: Chunk): Folding | null {
  const placed: Placed[] = [];
  for (const raw of chunk.findings) {
    const line = chunk.indexOf(raw.observation.line);
    if (line < 0 || raw.rule.isConsequence(raw.observation)) return null;
    placed.push({ raw, line });
  }
  const folding = new Folding();
  folding.add(placed);
  return folding;
}
