import { Readable } from 'node:stream';
import { countBySeverity, type Finding, type Severity } from '../core/index.js';
import { analyseTrace } from '../io/analyseTrace.js';
import { analysisOptions, isListed } from '../io/readSettings.js';
import { type Result, success } from '../io/result.js';
import type { AnalyseJob, FileFindings } from './jobs.js';
import type { Watch } from './watch.js';

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
export const byRank = (a: Finding, b: Finding): number => rank[a.severity] - rank[b.severity] || a.line - b.line;

/** Undefined where it was stopped. */
export async function analyse({ file, settings, most }: AnalyseJob, watch: Watch): Promise<Result<FileFindings> | undefined> {
  const read = await analyseTrace(file, Readable.from([]), {
    options: analysisOptions(settings),
    afterPiece: (at) => {
      watch.progress(at);
      return watch.stopped() ? 'stop' : 'more';
    },
  });
  if (!read.ok) return read;
  if (read.value === undefined || watch.stopped()) return undefined;
  const { summary, findings, damage } = read.value;
  const listed = findings.filter((finding) => isListed(finding, settings));
  return success({ summary, damage: damage ?? null, counts: countBySeverity(listed), findings: listed.sort(byRank).slice(0, most) });
}
