import { stat } from 'node:fs/promises';
import type { ReadProgress } from './readTrace.js';

/** A file that was cut while it was read gave only a part of its lines, and the rest was never seen. `at`: where the reading ended. */
export async function wasCut(file: string, { read, size }: ReadProgress): Promise<boolean> {
  if (size === undefined || read >= size) return false;
  const now = await stat(file).then((found) => found.size, () => undefined);
  return now === undefined || now < size;
}

export const cutReason = 'became shorter while it was read; wait until nothing writes to it and analyse it again';
