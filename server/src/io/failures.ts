/** System and zlib errors in words that say what to do; a code that is not listed keeps its own text. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export function readFailure(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT': return 'no such file; check the path';
    case 'ENOTDIR': return 'no such file: a part of the path is not a directory';
    case 'EACCES':
    case 'EPERM': return 'not readable by this user; check its permissions';
    case 'EISDIR': return 'is a directory; give the trace files in it';
    case 'EMFILE': return 'too many files are open; give fewer at once';
    case 'ELOOP': return 'a loop of symbolic links; check the path';
    case 'ENAMETOOLONG': return 'the path is too long';
    case 'EIO': return 'the disk failed while it was read; copy the file elsewhere and try again';
    case 'Z_BUF_ERROR': return 'the gzip data ends too early; copy or record the file again';
    case 'Z_DATA_ERROR': return 'the gzip data is damaged; copy or record the file again';
    default: return `cannot be read: ${(error instanceof Error ? error.message : String(error)).split('\n', 1)[0]}`;
  }
}
