import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { explainRule, openDocument, ruleInfos } from '../core/index.js';
import { Workers } from '../worker/workers.js';
import { connectionOptions } from './connectionOptions.js';
import { startServer } from './startServer.js';

/** Beside the bundle in dist/, or in the checkout. */
function ruleDocs(): string | undefined {
  const found = [join(__dirname, '..', 'docs', 'rules'), join(__dirname, '..', '..', '..', 'docs', 'rules')].find((folder) => existsSync(folder));
  return found === undefined ? undefined : `${pathToFileURL(found).href}/`;
}

/**
 * The server of this process; the transport (--node-ipc, --stdio, --socket=, --pipe=) stands among its arguments.
 * `program` is what its worker threads run.
 */
export function serve(program: string): void {
  const connection = createConnection(connectionOptions);
  startServer(connection, {
    openDocument,
    ruleInfos,
    explainRule,
    ruleDocs: ruleDocs(),
    // One core is left to the protocol.
    analyses: new Workers({ program, atOnce: Math.max(1, availableParallelism() - 1) }),
    readers: new Workers({ program, atOnce: 4 }),
    defer: (work) => { setImmediate(work); },
    after: (milliseconds, work) => { setTimeout(work, milliseconds).unref(); },
  });
  connection.listen();
}
