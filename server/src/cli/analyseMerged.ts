import type { AnalysisOptions, FileAnalysis } from '../core/index.js';
import { mergeTraces } from '../io/mergeTraces.js';
import { failure, type Result, success } from '../io/result.js';
import type { Host } from './host.js';
import { progressLine } from './progress.js';

/** What the merged trace is called where one name is wanted. */
function nameOf(files: readonly string[]): string {
  return files.length <= 3 ? files.join(' + ') : `${files[0]} and ${files.length - 1} more parts`;
}

/** The FILEs as parts of one trace. */
export async function analyseMerged(host: Host, files: readonly string[], options: AnalysisOptions): Promise<Result<{ readonly name: string; readonly analysis: FileAnalysis }>> {
  const twice = files.find((file, i) => files.indexOf(file) < i);
  if (twice !== undefined) return failure(`${twice} is given twice; each part is to be merged once`);
  const name = nameOf(files);
  const merged = await mergeTraces(files, host.stdin, { options, progress: progressLine(host, name), note: (line) => { host.note(`buddyscope: ${line}`); } });
  host.progress?.('');
  return merged.ok ? success({ name, analysis: merged.value }) : merged;
}
