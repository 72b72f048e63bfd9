/** A file that a thread keeps open: asked, followed, and lost. */
import assert from 'node:assert/strict';
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { openDocument, openStream } from '../../server/src/core/index.js';
import { defaultSettings } from '../../server/src/io/readSettings.js';
import type { IndexPart } from '../../server/src/worker/jobs.js';
import type { Phase, SessionFindings } from '../../server/src/worker/session/messages.js';
import type { Session } from '../../server/src/worker/session/session.js';
import { Workers } from '../../server/src/worker/workers.js';
import { scratch } from '../cli/support/run.js';
import { faulty, faultLine } from '../cli/support/samples.js';
import { readOracle } from '../support/oracle.js';
import { strangeProgram, workerProgram } from './support/program.js';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

class Watched {
  readonly found: SessionFindings[] = [];
  readonly phases: Phase[] = [];
  parts: IndexPart[] = [];
  begins = 0;
  readonly session: Session;

  constructor(t: TestContext, workers: Workers, readonly file: string, settings = defaultSettings) {
    this.session = workers.session({ file, settings, most: 1000, every: 2 }, {
      onProgress: () => undefined,
      onLines: (part) => { this.parts.push(part); },
      onFound: (found) => { this.found.push(found); },
      onPhase: (phase) => { this.phases.push(phase); },
      onBegin: () => { this.begins++; this.parts = []; },
    });
    t.after(() => { this.session.close(); });
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    for (const deadline = performance.now() + 20_000; !holds();) {
      if (performance.now() > deadline) throw new Error(`waited in vain: ${what}; ${JSON.stringify(this.phases)}`);
      await pause(10);
    }
  }

  read(): Promise<void> {
    return this.until('the file is read', () => this.phases.some(({ kind }) => kind === 'read'));
  }

  /** The reason that it is over for. */
  async over(): Promise<string> {
    await this.until('it is over', () => this.phases.at(-1)?.kind === 'over');
    const last = this.phases.at(-1);
    assert.ok(last?.kind === 'over');
    return `${last.cause}: ${last.reason}`;
  }
}

const workers = async (): Promise<Workers> => new Workers({ program: await workerProgram(), atOnce: 2 });
const watch = async (t: TestContext, content: string | Uint8Array): Promise<Watched> => new Watched(t, await workers(), await (await scratch(t))('a.ftrace', content));

function fresh(text: string): unknown {
  const stream = openStream();
  stream.push(Buffer.from(text));
  const { summary, findings } = stream.end();
  return { summary, findings: findings.filter(({ severity }) => severity !== 'info') };
}

test('a file is read once, and any line of it can be asked about', async (t) => {
  const text = Buffer.from(readOracle('v5-isolate').trace).toString();
  const watched = await watch(t, `\ufeff${text}`);
  await watched.read();
  const document = openDocument(text);
  for (const line of [3, 1705, 900, document.lineCount - 1]) {
    assert.deepEqual(await watched.session.ask({ about: 'state', line }), { ok: true, value: document.stateAt(line) });
    assert.deepEqual(await watched.session.ask({ about: 'hover', line, column: 60 }), { ok: true, value: document.hover(line, 60) ?? 'nothing' });
  }
  assert.deepEqual(await watched.session.ask({ about: 'state', line: 1e6 }), { ok: false, reason: 'has not been read up to this line' });
  const { summary, findings } = watched.found[0];
  assert.deepEqual({ summary, findings: [...findings].sort((a, b) => a.line - b.line || (a.rule < b.rule ? -1 : 1)) }, fresh(text));
  assert.deepEqual([watched.found[0].whole, watched.found[0].read], [true, Buffer.byteLength(text) + 3]);
});

test('what is written behind the end is read as it comes, without starting over', async (t) => {
  const lines = faulty.split('\n');
  const head = lines.slice(0, faultLine - 2).join('\n');
  const watched = await watch(t, head);
  await watched.read();
  assert.equal(watched.found[0].counts.error, 0);
  // In pieces, one of them within a line.
  const rest = faulty.slice(head.length);
  for (const piece of [rest.slice(0, 30), rest.slice(30, 31), rest.slice(31)]) {
    appendFileSync(watched.file, piece);
    await pause(400);
  }
  await watched.until('all of it is found', () => watched.found.at(-1)?.read === faulty.length);
  await watched.until('its end is taken for the end', () => JSON.stringify({ summary: watched.found.at(-1)?.summary, findings: watched.found.at(-1)?.findings }) === JSON.stringify(fresh(faulty)));
  assert.equal(watched.begins, 1);
  const offsets = watched.parts.flatMap((part) => [...part.offsets]);
  const begins = [0, ...[...faulty.matchAll(/\n/g)].map(({ index }) => index + 1)];
  assert.deepEqual(offsets, begins.filter((_, i) => i % 2 === 0));
  assert.deepEqual([watched.parts.at(-1)?.lines, watched.parts.at(-1)?.bytes], [faulty.split('\n').length - (faulty.endsWith('\n') ? 1 : 0), faulty.length]);
  assert.ok((await watched.session.ask({ about: 'state', line: lines.length - 2 })).ok);
});

test('a file is not followed where the user does not want it, and is again when he does', async (t) => {
  const file = await (await scratch(t))('a.ftrace', faulty);
  const watched = new Watched(t, await workers(), file, { ...defaultSettings, followFiles: false });
  await watched.read();
  assert.deepEqual(watched.phases.at(-1), { kind: 'read', following: false });
  appendFileSync(file, faulty);
  await pause(900);
  assert.equal(watched.found.length, 1);
  watched.session.set({ ...defaultSettings, followFiles: true });
  await watched.until('the rest is read', () => watched.found.at(-1)?.read === 2 * faulty.length);
  assert.deepEqual(watched.phases.at(-1), { kind: 'read', following: true });
});

test('a file that becomes shorter, another one, or nothing is not gone on with', async (t) => {
  const shorter = await watch(t, faulty);
  await shorter.read();
  truncateSync(shorter.file, 100);
  assert.match(await shorter.over(), /^shorter: became shorter/);
  assert.match(JSON.stringify(await shorter.session.ask({ about: 'state', line: 3 })), /became shorter/);

  const replaced = await watch(t, faulty);
  await replaced.read();
  writeFileSync(`${replaced.file}.new`, faulty + faulty);
  renameSync(`${replaced.file}.new`, replaced.file);
  assert.match(await replaced.over(), /^replaced: is another file/);

  const rewritten = await watch(t, faulty);
  await rewritten.read();
  writeFileSync(rewritten.file, `# something else\n${faulty}${faulty}`);
  assert.match(await rewritten.over(), /^replaced: is another file/);

  const gone = await watch(t, faulty);
  await gone.read();
  rmSync(gone.file);
  assert.match(await gone.over(), /^gone: is no longer there/);
});

test('a file that becomes shorter between two questions gives no answer from what is left', async (t) => {
  const file = await (await scratch(t))('a.ftrace', faulty);
  const watched = new Watched(t, await workers(), file, { ...defaultSettings, followFiles: false });
  await watched.read();
  truncateSync(file, 100);
  assert.deepEqual(await watched.session.ask({ about: 'hover', line: 12, column: 60 }), { ok: false, reason: 'became shorter while it was read' });
});

test('what cannot be read is said in words', async (t) => {
  assert.match(await new Watched(t, await workers(), '/nonexistent/a.ftrace').over(), /failed: no such file/);
  assert.match(await (await watch(t, Buffer.alloc(5000))).over(), /failed: is a binary file/);
});

test('the reading can be stopped and gone on with', async (t) => {
  const watched = await watch(t, faulty.repeat(30_000));
  watched.session.read(false);
  await watched.until('it has stopped', () => watched.phases.some(({ kind }) => kind === 'stopped'));
  await watched.until('what is found so far is told', () => watched.found.length > 0);
  const { read, whole } = watched.found[0];
  assert.ok(!whole && read < faulty.length * 30_000);
  watched.session.read(true);
  await watched.read();
  assert.deepEqual([watched.found.at(-1)?.whole, watched.found.at(-1)?.read], [true, faulty.length * 30_000]);
});

test('a thread that dies is started again; what was asked is answered, and after two deaths the file is left alone', async (t) => {
  const file = await (await scratch(t))('a.ftrace', faulty);
  const program = strangeProgram('dies-when-asked', "port.postMessage({ type: 'phase', phase: { kind: 'read', following: false } }); port.on('message', () => process.exit(3));");
  const pool = new Workers({ program, atOnce: 1 });
  const watched = new Watched(t, pool, file);
  await watched.read();
  assert.match(JSON.stringify(await watched.session.ask({ about: 'state', line: 1 })), /ended its analysis unexpectedly \(.*status 3\); it is read again/);
  await watched.until('it is begun again', () => watched.begins === 2 && watched.phases.at(-1)?.kind === 'read');
  await watched.session.ask({ about: 'state', line: 1 });
  assert.match(await watched.over(), /failed: ended the analysis unexpectedly, 2 times/);
  const again = new Watched(t, pool, file);
  assert.match(await again.over(), /2 times.*left alone/);
  assert.equal(again.begins, 0);
});

test('the real thread, killed by want of memory, is tried twice', async (t) => {
  const file = await (await scratch(t))('a.ftrace', faulty);
  const watched = new Watched(t, new Workers({ program: await workerProgram(), atOnce: 1, heapMegabytes: 1 }), file);
  assert.match(await watched.over(), /failed: ended the analysis unexpectedly, 2 times \(not enough memory\)/);
  assert.equal(watched.begins, 2);
});
