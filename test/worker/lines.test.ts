/** The index of lines and the search, over real threads and files. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Found, SearchJob } from '../../server/src/worker/jobs.js';
import { Workers } from '../../server/src/worker/workers.js';
import { scratch } from '../cli/support/run.js';
import { workerProgram } from './support/program.js';

const workers = async (): Promise<Workers> => new Workers({ program: await workerProgram(), atOnce: 1 });

async function indexOf(file: string, every: number): Promise<{ offsets: number[]; lines: number; bytes: number }> {
  const offsets: number[] = [];
  const outcome = await (await workers()).run<'index'>({ kind: 'index', file, every }, { onPart: (part) => { offsets.push(...part.offsets); } });
  assert.ok(outcome?.ok);
  return { offsets, ...outcome.value };
}

test('the index has the begin of each so-manieth line', async (t) => {
  const write = await scratch(t);
  assert.deepEqual(await indexOf(await write('a', 'a\nbb\n\nccc\nd'), 2), { offsets: [0, 5, 10], lines: 5, bytes: 11 });
  assert.deepEqual(await indexOf(await write('b', 'a\nbb\n'), 2), { offsets: [0, 5], lines: 2, bytes: 5 });
  assert.deepEqual(await indexOf(await write('c', ''), 2), { offsets: [0], lines: 0, bytes: 0 });
});

test('the index is right across the pieces that a file is read in', async (t) => {
  const lines = Array.from({ length: 60_000 }, (_, i) => 'x'.repeat(i % 97));
  const text = `${lines.join('\n')}\n`;
  const { offsets, lines: count } = await indexOf(await (await scratch(t))('a', text), 256);
  assert.equal(count, lines.length);
  const begins = [0, ...lines.map((line) => line.length + 1)].map((sum => (length: number) => (sum += length))(0));
  assert.deepEqual(offsets, begins.filter((_, i) => i % 256 === 0 && i <= lines.length));
});

test('a text is found from a place on, in either direction and case, also across pieces', async (t) => {
  const border = 1 << 20;
  const text = Buffer.alloc(3 * border, '.');
  const places = [10, border - 3, 2 * border + 1];
  for (const place of places) text.write('Needle', place);
  const file = await (await scratch(t))('a', text);
  const pool = await workers();
  const search = async (job: Partial<SearchJob>): Promise<Found> => {
    const outcome = await pool.run<'search'>({ kind: 'search', file, text: 'needle', matchCase: false, from: 0, to: text.length, backwards: false, ...job });
    assert.ok(outcome?.ok);
    return outcome.value;
  };
  assert.deepEqual(await search({}), { at: 10, length: 6 });
  assert.equal((await search({ from: 11 })).at, border - 3);
  assert.equal((await search({ from: border - 2 })).at, 2 * border + 1);
  assert.equal((await search({ from: 2 * border + 2 })).at, null);
  assert.equal((await search({ to: 15 })).at, null);
  assert.equal((await search({ matchCase: true })).at, null);
  assert.equal((await search({ matchCase: true, text: 'Needle' })).at, 10);
  const back = { backwards: true, from: text.length, to: 0 };
  assert.equal((await search(back)).at, 2 * border + 1);
  assert.equal((await search({ ...back, from: 2 * border + 1 })).at, border - 3);
  assert.equal((await search({ ...back, from: border - 3 })).at, 10);
  assert.equal((await search({ ...back, from: 15 })).at, null);
  assert.equal((await search({ text: '' })).at, null);
});
