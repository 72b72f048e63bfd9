/** dist/buddyscope.cjs, copied to a place where nothing else of the project is. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, type InitializeResult, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { readText, root } from '../support/repository.js';

const built = join(root, 'dist/buddyscope.cjs');
assert.ok(existsSync(built), "dist/buddyscope.cjs does not exist; run 'npm run build' first");

const elsewhere = mkdtempSync(join(tmpdir(), 'buddyscope-'));
after(() => rmSync(elsewhere, { recursive: true }));
const program = join(elsewhere, 'buddyscope.cjs');
copyFileSync(built, program);

function run(args: readonly string[], input: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { cwd: elsewhere, encoding: 'utf8', input, env: {}, timeout: 30_000 });
}

test('analyses a trace', () => {
  const { status, stdout } = run(['analyze', '-'], readText('docs/examples/defects/e04-null-boundary.alloctrace'));
  assert.equal(status, 1);
  assert.match(stdout, /:1823:\d+: error: .*\[boundary-null\]/);
});

test('explains a rule', () => {
  const { status, stdout } = run(['explain', 'boundary-null'], '');
  assert.equal(status, 0);
  assert.match(stdout, /boundary-null/);
});

test('is a language server', async () => {
  const server = spawn(process.execPath, [program, 'lsp', '--stdio'], { cwd: elsewhere, env: {} });
  const ended = new Promise(resolve => server.on('close', resolve));
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.listen();
  const { capabilities } = await connection.sendRequest<InitializeResult>('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  assert.equal(capabilities.hoverProvider, true);
  // Its threads run the same file.
  const uri = pathToFileURL(join(root, 'docs/examples/defects/e04-null-boundary.alloctrace')).href;
  const { events } = await connection.sendRequest<{ events: number }>('buddyscope/analyzeFile', { uri });
  assert.ok(events > 1000);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  assert.equal(await ended, 0);
  connection.dispose();
});

test('can be run without naming Node', () => {
  assert.match(readText('dist/buddyscope.cjs').slice(0, 30), /^#!\/usr\/bin\/env node\n/);
});
