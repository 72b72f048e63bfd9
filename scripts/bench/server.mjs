// Measures of the language server in a process of its own, over standard streams as any editor does:
// `node scripts/bench/server.mjs open|load|view FILE [LARGE]`; prints JSON, times in milliseconds.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-languageserver/node';
import { root } from '../lib/project.mjs';
import { spread } from './spread.mjs';

const [measure, file, large] = process.argv.slice(2);
const uri = pathToFileURL(file).href;
const text = fs.readFileSync(file, 'utf8');

const server = spawn(process.execPath, [path.join(root, 'dist/server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
const published = new Promise(resolve => { connection.onNotification('textDocument/publishDiagnostics', resolve); });
connection.listen();
await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } } });
await connection.sendNotification('initialized', {});

const start = performance.now();
await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'alloctrace', version: 1, text } });
await published;
const firstDiagnostics = performance.now() - start;
const measures = { open: () => ({ milliseconds: firstDiagnostics }), load: hoversUnderLoad, view: viewing };
console.log(JSON.stringify(await measures[measure]()));
await connection.sendRequest('shutdown');
await connection.sendNotification('exit');

/** A hover every 5 ms while the large file is analysed. */
async function hoversUnderLoad() {
  const lines = text.split('\n');
  let done = false;
  const analysis = connection.sendRequest('buddyscope/analyzeFile', { uri: pathToFileURL(large).href }).finally(() => { done = true; });
  const times = [];
  for (let i = 0; !done; i++) {
    const line = (i * 7919) % (lines.length - 1);
    const before = performance.now();
    await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character: Math.max(0, lines[line].indexOf('=')) + 1 } });
    if (!done) times.push(performance.now() - before);
    await sleep(5);
  }
  const { lines: read } = await analysis;
  return { ...spread(times), hovers: times.length, lines: read };
}

/** What the viewer of the large file asks for: pages of 60 rows, and searches for what is not there, each cancelled after a tenth of a second. */
async function viewing() {
  const params = { uri: pathToFileURL(large).href };
  const indexed = new Promise(resolve => { connection.onNotification('buddyscope/largeIndexed', state => { if (state.complete) resolve(state.lines); }); });
  await connection.sendRequest('buddyscope/openLarge', params);
  const cancelled = [];
  const cancel = async () => {
    const source = new CancellationTokenSource();
    const answer = connection.sendRequest('buddyscope/search', { ...params, text: 'nowhere in it', matchCase: false, backwards: false, line: 0, after: null }, source.token).then(() => false, () => true);
    await sleep(100);
    const before = performance.now();
    source.cancel();
    if (await answer) cancelled.push(performance.now() - before);
  };
  // The first ones wait for the index.
  for (let i = 0; i < 3; i++) await cancel();
  const lines = await indexed;
  for (let i = 0; i < 3; i++) await cancel();
  const times = [];
  for (let i = 0; i < 500; i++) {
    const before = performance.now();
    await connection.sendRequest('buddyscope/readLines', { ...params, from: (i * 104_729) % (lines - 60), count: 60 });
    times.push(performance.now() - before);
  }
  await connection.sendNotification('buddyscope/closeLarge', params);
  return { ...spread(times), pages: times.length, lines, searches: cancelled.length, cancelled: Math.max(...cancelled) };
}
