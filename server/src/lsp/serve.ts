import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { explainRule, openDocument, ruleInfos } from '../core/index.js';
import { connectionOptions } from './connectionOptions.js';
import { startServer } from './startServer.js';

/** Beside the bundle in dist/, or in the checkout. */
function ruleDocs(): string | undefined {
  const found = [join(__dirname, '..', 'docs', 'rules'), join(__dirname, '..', '..', '..', 'docs', 'rules')].find((folder) => existsSync(folder));
  return found === undefined ? undefined : `${pathToFileURL(found).href}/`;
}

/** The server of this process; the transport (--node-ipc, --stdio, --socket=, --pipe=) stands among its arguments. */
export function serve(): void {
  const connection = createConnection(connectionOptions);
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
