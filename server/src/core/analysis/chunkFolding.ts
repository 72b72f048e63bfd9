/** Findings of a chunk folded once and kept, so that a keystroke elsewhere does not cost what all findings of a trace cost. */
import type { Chunk } from './chunk.js';
import { Folding, type Placed } from './folding.js';
import type { MissingLines } from './missing.js';
import { standsAlone, type RawFinding } from './rawFinding.js';

/** Fewer are folded with the rest. */
const LEAST = 32;

/** Findings of one chunk. `share`: of its lines, those from which events of a CPU are missing. */
export interface KeptFolding { readonly share: 'none' | 'all'; readonly folding: Folding | null }

/** Those that do not rest on events of which some are missing. */
export function sureFindings(chunk: Chunk, missing: MissingLines): readonly RawFinding[] {
  const share = missing.share(chunk.start, chunk.start + chunk.lineCount - 1);
  if (share === 'none') return chunk.findings;
  return chunk.findings.filter(raw => standsAlone(raw) || !missing.has(chunk.start + chunk.indexOf(raw.observation.at)));
}

/**
 * The chunk's findings, folded; undefined where they have to be folded with those of other chunks: few of them,
 * consequences (which count for a cause that may stand in an earlier chunk), lines of other chunks, suppressions.
 */
export function foldedFindings(chunk: Chunk, before: Chunk | undefined, missing: MissingLines): Folding | undefined {
  if (chunk.findings.length < LEAST || suppresses(chunk) || (before !== undefined && suppresses(before))) return undefined;
  const share = missing.share(chunk.start, chunk.start + chunk.lineCount - 1);
  if (share === 'some') return undefined;
  if (chunk.folded?.share !== share) chunk.folded = { share, folding: fold(chunk, sureFindings(chunk, missing)) };
  return chunk.folded.folding ?? undefined;
}

function suppresses(chunk: Chunk): boolean {
  for (const setting of chunk.packed.settings.values()) if (setting.type === 'disable-next-line') return true;
  return false;
}

function fold(chunk: Chunk, findings: readonly RawFinding[]): Folding | null {
  const placed: Placed[] = [];
  for (const raw of findings) {
    const line = chunk.indexOf(raw.observation.line);
    if (line < 0 || raw.rule.isConsequence(raw.observation)) return null;
    placed.push({ raw, line });
  }
  const folding = new Folding();
  folding.add(placed);
  return folding;
}
