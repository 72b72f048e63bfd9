import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { createProtocolConnection, type InitializeResult, type PublishDiagnosticsParams, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { command } from '../cli/support/run.js';
import { faulty, faultLine } from '../cli/support/samples.js';

test('`buddyscope lsp --stdio` is the same server, and ends with its client', async () => {
  const [program, ...before] = command();
  const child = spawn(program, [...before, 'lsp', '--stdio', `--clientProcessId=${process.pid}`]);
  let err = '';
  child.stderr.on('data', (text: Buffer) => { err += text.toString(); });
  const ended = new Promise((resolve) => { child.on('close', resolve); });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const published = new Promise<PublishDiagnosticsParams>((resolve) => { connection.onNotification('textDocument/publishDiagnostics', resolve); });
  connection.listen();
  const { serverInfo } = await connection.sendRequest<InitializeResult>('initialize', { processId: null, rootUri: null, capabilities: {} });
  assert.equal(serverInfo?.name, 'Buddyscope');
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri: 'file:///a', languageId: 'alloctrace', version: 1, text: faulty } });
  const { diagnostics } = await published;
  const found = diagnostics.find(({ code }) => code === 'zone-lock-irqs-on');
  assert.equal(found?.range.start.line, faultLine - 1);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  assert.equal(await ended, 0);
  assert.equal(err, '');
  connection.dispose();
});
