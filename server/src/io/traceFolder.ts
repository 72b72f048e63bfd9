import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readFailure } from './failures.js';
import { failure, type Result, success } from './result.js';

/** Endings of traces, packed or not; `trace`, `trace_pipe-cpu1` and the like have none. */
const traceName = /^(?:.*\.(?:alloctrace|ftrace|trace|txt|log|dat)|trace[^.]*)(?:\.gz)?$/i;
export const traceEndings = '.alloctrace, .ftrace, .trace, .txt, .log or .dat, each also with .gz, or beginning with trace and without an ending';

export interface TraceFolder {
  /** Sorted by name, folder by folder: the same files give the same order. */
  readonly files: readonly string[];
  /** How many other files there are. */
  readonly others: number;
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

async function walk(folder: string, found: { files: string[]; others: number }): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort(byName)) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    // Links to folders are not followed: they may lead around in a circle.
    const isFile = entry.isFile() || (entry.isSymbolicLink() && await stat(path).then((target) => target.isFile(), () => false));
    if (entry.isDirectory()) await walk(path, found);
    else if (isFile && traceName.test(entry.name)) found.files.push(path);
    else found.others++;
  }
}

/** The traces in a folder and the folders in it, by their names; undefined where `path` is no folder. Hidden files are not looked at. */
export async function tracesIn(path: string): Promise<Result<TraceFolder | undefined>> {
  if (path === '-' || !await stat(path).then((found) => found.isDirectory(), () => false)) return success(undefined);
  const found = { files: [], others: 0 };
  try {
    await walk(path, found);
    return success(found);
  } catch (error) {
    return failure(readFailure(error));
  }
}
