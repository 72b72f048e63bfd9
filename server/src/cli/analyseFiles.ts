import { availableParallelism } from 'node:os';
import { plural } from '../core/index.js';
import type { ReportChoice } from '../io/fileReport.js';
import { failure, type Result } from '../io/result.js';
import { inOrder } from '../worker/inOrder.js';
import type { FileReport } from '../worker/jobs.js';
import { report } from '../worker/reportJob.js';
import { unwatched } from '../worker/watch.js';
import { Workers } from '../worker/workers.js';
import type { Host } from './host.js';

/** Bytes of reports that may wait for an earlier one. */
const mostHeld = 64 << 20;

export interface FilesRun { readonly choice: ReportChoice; readonly fold: boolean }

/** Several FILEs, on as many threads as the machine has; their reports come in the order of the files. */
export async function* analyseFiles(host: Host, files: readonly string[], run: FilesRun): AsyncGenerator<readonly [string, Result<FileReport>]> {
  const width = Math.min(files.length, availableParallelism());
  const workers = new Workers({ ...host.workers, atOnce: width, keep: true });
  let done = 0;
  const show = (): void => { host.progress?.(done === files.length ? '' : `${done} of ${plural(files.length, 'file')}`); };
  const task = async (file: string): Promise<Result<FileReport>> => {
    const job = { kind: 'report', file, ...run } as const;
    // Standard input belongs to this thread.
    const result = await (file === '-' ? report(job, unwatched, host.stdin) : workers.run<'report'>(job));
    done++;
    show();
    return result ?? failure('was stopped');
  };
  const weight = (result: Result<FileReport>): number => (result.ok ? result.value.text.reduce((sum, { length }) => sum + length, 0) : 0);
  try {
    yield* inOrder(files, width, mostHeld, task, weight);
  } finally {
    workers.close();
  }
}
