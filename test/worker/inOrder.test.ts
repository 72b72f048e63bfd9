import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrder } from '../../server/src/worker/inOrder.js';

/** Tasks that end when told to. */
function manual(): { readonly begun: string[]; readonly task: (item: string) => Promise<string>; readonly end: (item: string) => Promise<void> } {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    task: (item) => new Promise((resolve) => { begun.push(item); ends.set(item, () => { resolve(item.toUpperCase()); }); }),
    end: async (item) => { ends.get(item)?.(); await new Promise((resolve) => { setImmediate(resolve); }); },
  };
}

async function collect<T>(source: AsyncGenerator<T>, into: T[]): Promise<void> {
  for await (const value of source) into.push(value);
}

test('results come in the order of the items, so many at a time', async () => {
  const { begun, task, end } = manual();
  const given: (readonly [string, string])[] = [];
  const all = collect(inOrder(['a', 'b', 'c', 'd'], 2, 100, task, () => 1), given);
  assert.deepEqual(begun, ['a', 'b']);
  await end('b');
  assert.deepEqual([begun.join(''), given.length], ['abc', 0]);
  await end('a');
  assert.deepEqual([begun.join(''), given.map(([item]) => item).join('')], ['abcd', 'ab']);
  await end('d');
  await end('c');
  await all;
  assert.deepEqual(given, [['a', 'A'], ['b', 'B'], ['c', 'C'], ['d', 'D']]);
});

test('nothing is begun while the results that wait are too heavy, but for the one they wait for', async () => {
  const { begun, task, end } = manual();
  const given: (readonly [string, string])[] = [];
  const all = collect(inOrder(['a', 'b', 'c', 'd'], 2, 0, task, () => 1), given);
  await end('b');
  assert.equal(begun.join(''), 'ab');
  await end('a');
  assert.equal(begun.join(''), 'abcd');
  await end('c');
  await end('d');
  await all;
  assert.equal(given.length, 4);
});

test('of nothing comes nothing', async () => {
  const given: unknown[] = [];
  await collect(inOrder([], 2, 1, () => Promise.reject(new Error('no')), () => 1), given);
  assert.deepEqual(given, []);
});
