import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Log } from '../log.js';

/** A handler that never lets an exception out: it is logged, and the client gets `fallback`. Cancelled work is not begun. */
export function answering<P, R>(log: Log, what: string, fallback: R, work: (params: P) => R): (params: P, token: CancellationToken) => R | ResponseError {
  return (params, token) => {
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    try {
      return work(params);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      log.error(`${what} failed`, error);
      return fallback;
    }
  };
}
