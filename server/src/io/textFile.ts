import { open, rename, rm, stat } from 'node:fs/promises';
import { readFailure } from './failures.js';
import { failure, type Result, success } from './result.js';

/** A file that is written piece by piece and has its name only when it is whole. */
export interface TextFile {
  write(text: string): Promise<void>;
  /** Gives the file its name, or takes back what was written. */
  close(keep: boolean): Promise<Result<undefined>>;
}

const sameFile = async (one: string, other: string): Promise<boolean> => {
  try {
    const [a, b] = await Promise.all([stat(one), stat(other)]);
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
};

/** `source` is the file that is being read; it is not overwritten. */
export async function createTextFile(path: string, source: string): Promise<Result<TextFile>> {
  if (await sameFile(path, source)) return failure(`${path}: is the file that is read; give another name`);
  const partial = `${path}.partial`;
  let problem: unknown;
  try {
    const handle = await open(partial, 'w');
    return success({
      async write(text) {
        try {
          if (problem === undefined) await handle.writeFile(text);
        } catch (error) {
          problem = error;
        }
      },
      async close(keep) {
        try {
          await handle.close();
          if (problem === undefined && keep) await rename(partial, path);
          else await rm(partial, { force: true });
        } catch (error) {
          problem ??= error;
        }
        return problem === undefined ? success(undefined) : failure(`${path}: cannot be written: ${readFailure(problem)}`);
      },
    });
  } catch (error) {
    return failure(`${path}: cannot be written: ${readFailure(error)}`);
  }
}
