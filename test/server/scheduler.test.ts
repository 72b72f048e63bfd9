import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scheduler } from '../../server/src/lsp/scheduler.js';
import { turns } from './support/client.js';

const defer = (work: () => void): void => { setImmediate(work); };

test('what is asked for while its job runs is done again afterwards', async () => {
  const done: number[] = [];
  let version = 1;
  let release: (() => void) | undefined;
  const scheduler = new Scheduler(defer, async () => {
    const of = version;
    if (of === 1) await new Promise<void>((resolve) => { release = resolve; });
    done.push(of);
  });
  scheduler.request('a');
  await turns(5);
  version = 2;
  scheduler.request('a');
  await turns(5);
  assert.deepEqual(done, []);
  release?.();
  await turns(10);
  assert.deepEqual(done, [1, 2]);
});

test('a key that is forgotten is not done; the others are, each once, and later requests start anew', async () => {
  const done: string[] = [];
  const scheduler = new Scheduler(defer, (key) => { done.push(key); return Promise.resolve(); });
  for (const key of ['a', 'b', 'a', 'c']) scheduler.request(key);
  scheduler.forget('b');
  await turns(20);
  assert.deepEqual(done, ['a', 'c']);
  scheduler.request('b');
  await turns(10);
  assert.deepEqual(done, ['a', 'c', 'b']);
});
