import { fileURLToPath } from 'node:url';
import { type Result, failure, success } from '../../io/result.js';

/** The path of a file on this machine's disk. */
export function filePath(uri: string): Result<string> {
  if (!uri.startsWith('file:')) return failure('is not on the disk of the machine that analyses it; save a copy there');
  try {
    return success(fileURLToPath(uri));
  } catch {
    return failure('has no path on this machine; save a copy on its disk');
  }
}

/** The last part of a URI, for a person. */
export function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
