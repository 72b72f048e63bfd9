import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, LSPErrorCodes, type Message, ResponseError, type ResponseMessage } from 'vscode-languageserver/node';
import { explainRule, openDocument, ruleInfos } from '../core/index.js';
import { startServer } from './startServer.js';

/** Beside the bundle in dist/, or in the checkout. */
function ruleDocs(): string | undefined {
  const found = [join(__dirname, '..', 'docs', 'rules'), join(__dirname, '..', '..', '..', 'docs', 'rules')].find((folder) => existsSync(folder));
  return found === undefined ? undefined : `${pathToFileURL(found).href}/`;
}

/** A request that is cancelled while it still waits in the queue is answered without any work. */
function cancelUndispatched(message: Message): ResponseMessage | undefined {
  return 'method' in message && 'id' in message
    ? { jsonrpc: message.jsonrpc, id: null, error: new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled').toJson() }
    : undefined;
}

/** The server of this process; the transport (--node-ipc, --stdio, --socket=, --pipe=) stands among its arguments. */
export function serve(): void {
  const connection = createConnection({ connectionStrategy: { cancelUndispatched } });
  startServer(connection, {
    openDocument,
    ruleInfos,
    explainRule,
    ruleDocs: ruleDocs(),
    defer: (work) => { setImmediate(work); },
    after: (milliseconds, work) => { setTimeout(work, milliseconds).unref(); },
  });
  connection.listen();
}
