import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { countBySeverity, type Finding, openStream, type Severity } from '../core/index.js';
import { BinaryCheck, binaryReason } from '../io/binaryCheck.js';
import { analysisOptions, isListed } from '../io/readSettings.js';
import { type ReadProgress, readTrace } from '../io/readTrace.js';
import { failure, type Result, success } from '../io/result.js';
import type { AnalyseJob, FileFindings } from './jobs.js';
import type { Watch } from './watch.js';

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
const byRank = (a: Finding, b: Finding): number => rank[a.severity] - rank[b.severity] || a.line - b.line;

/** A file that was cut while it was read gave only a part of its lines, and the rest was never seen. */
async function wasCut(file: string, { read, size }: ReadProgress): Promise<boolean> {
  if (size === undefined || read >= size) return false;
  const now = await stat(file).then((found) => found.size, () => undefined);
  return now === undefined || now < size;
}

/** Undefined where it was stopped. */
export async function analyse({ file, settings, most }: AnalyseJob, watch: Watch): Promise<Result<FileFindings> | undefined> {
  const analyser = openStream(analysisOptions(settings));
  const check = new BinaryCheck();
  let last: ReadProgress = { read: 0, size: undefined };
  const read = await readTrace(file, Readable.from([]), (bytes, at) => {
    if (watch.stopped()) return Promise.resolve('stop');
    check.add(bytes);
    // As plain bytes: of a Buffer, `slice` is no copy, and the memory of a piece is used again.
    analyser.push(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
    last = at;
    watch.progress(at);
    return Promise.resolve('more');
  });
  if (!read.ok) return read;
  if (read.value === 'stopped' || watch.stopped()) return undefined;
  const { summary, findings } = analyser.end();
  if (await wasCut(file, last)) return failure('became shorter while it was read; wait until nothing writes to it and analyse it again');
  if (summary.events === 0 && check.isBinary) return failure(binaryReason);
  const listed = findings.filter((finding) => isListed(finding, settings));
  const damage = read.value === 'end' ? null : read.value.damage;
  return success({ summary, damage, counts: countBySeverity(listed), findings: listed.sort(byRank).slice(0, most) });
}
