import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { renderTraceDatMethod, type RenderTraceDatResult } from '../../protocol/traceDat.js';
import { filePath, nameOf } from '../files/filePath.js';
import { renderTraceDat } from '../files/renderTraceDat.js';
import type { Log } from '../log.js';
import { Fields } from './fields.js';
import { cancelled } from './files.js';

const failed = (reason: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, reason);

/** Binary recordings as text. */
export function registerTraceDat(connection: Connection, log: Log): void {
  const render = async (uri: string, token: CancellationToken): Promise<RenderTraceDatResult | ResponseError> => {
    const path = filePath(uri);
    const outcome = path.ok ? await renderTraceDat(path.value, () => token.isCancellationRequested) : path;
    if (outcome === undefined) return cancelled();
    return outcome.ok ? outcome.value : failed(`${nameOf(uri)} ${outcome.reason}`);
  };
  connection.onRequest<RenderTraceDatResult, void>(renderTraceDatMethod, async (params: unknown, token: CancellationToken) => {
    try {
      return await render(new Fields(params).text('uri'), token);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      log.error(`${renderTraceDatMethod} failed`, error);
      return failed('the file could not be read; the output channel says why');
    }
  });
}
