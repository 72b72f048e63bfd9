import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { CrashLimit } from '../../client/src/crashLimit.js';
import { Latest } from '../../client/src/panel/latest.js';
import { isRuleId, knownRuleIds } from '../../client/src/ruleId.js';
import { describeStatus } from '../../client/src/statusText.js';

const analysed = { uri: 'file:///a', version: 3, interface: 'reporting-v5', lines: 1300, events: 1234, unrecognisedLines: 1, lostEvents: 0, pagesNotKept: null, errors: 2, warnings: 1, infos: 0 };

test('the status says what was understood', () => {
  assert.deepEqual(describeStatus('running', 3, analysed), { text: 'reporting-v5', detail: '1,234 events, 2 errors, 1 warning, 1 line not recognised', busy: false, failed: false });
  assert.deepEqual(describeStatus('running', 3, { ...analysed, interface: null, errors: 0, warnings: 0, unrecognisedLines: 0, lostEvents: 5 }),
    { text: 'No interface recognised', detail: '1,234 events, no findings, 5 events lost while recording', busy: false, failed: false });
  assert.match(describeStatus('running', 3, { ...analysed, pagesNotKept: 0 }).detail, /, the memory for pages was full at line 1: /);
});

test('the status is busy until the document on screen is analysed', () => {
  assert.deepEqual([describeStatus('starting', 1, undefined), describeStatus('running', 1, undefined), describeStatus('running', 4, analysed), describeStatus('running', 3, analysed)].map(({ busy }) => busy),
    [true, true, true, false]);
  assert.ok(describeStatus('failed', 3, analysed).failed);
});

test('a server that crashes again and again stays off, one that crashes now and then does not', () => {
  const limit = new CrashLimit();
  assert.deepEqual([0, 1, 2, 3, 4].map(second => limit.mayRestart(second * 1000)), [true, true, true, true, false]);
  limit.forget();
  assert.ok(limit.mayRestart(5000));
  const slow = new CrashLimit();
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(minute => slow.mayRestart(minute * 60_000)), [true, true, true, true, true, true]);
});

test('links name rules and nothing else', () => {
  for (const id of ['zone-lock-irqs-on', 'a', 'v5-x']) assert.ok(isRuleId(id), id);
  for (const id of ['', '../x', 'A', 'a--b', '-a', 'a-', 'a/b', 'a%2fb', `${'a'.repeat(81)}`]) assert.ok(!isRuleId(id), id);
});

test('the rule ids for the picker are those of the manifest', () => {
  const properties = { 'buddyscope.rules': { properties: { b: {}, a: {} } } };
  assert.deepEqual(knownRuleIds({ contributes: { configuration: { properties } } }), ['a', 'b']);
  assert.deepEqual([knownRuleIds({}), knownRuleIds(null), knownRuleIds({ contributes: 3 })], [[], [], []]);
});

test('of many jobs the first starts at once, and then only the newest', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const started: number[] = [];
    let finish: () => void = () => undefined;
    const latest = new Latest<number>(job => {
      started.push(job);
      return new Promise(resolve => finish = resolve);
    }, 60);
    for (const job of [1, 2, 3]) latest.push(job);
    assert.deepEqual(started, [1]);
    finish();
    await Promise.resolve();
    assert.deepEqual(started, [1], 'not before the interval is over');
    mock.timers.tick(60);
    assert.deepEqual(started, [1, 3]);
    mock.timers.tick(60);
    latest.push(4);
    assert.deepEqual(started, [1, 3], 'not while one runs');
    finish();
    await Promise.resolve();
    await Promise.resolve();
    assert.deepEqual(started, [1, 3, 4]);
  } finally {
    mock.timers.reset();
  }
});

test('a job that fails does not stop the next', async () => {
  const started: string[] = [];
  const latest = new Latest<string>(job => {
    started.push(job);
    return Promise.reject(new Error(job));
  }, 0);
  latest.push('a');
  await new Promise(resolve => setTimeout(resolve, 5));
  latest.push('b');
  await new Promise(resolve => setTimeout(resolve, 5));
  assert.deepEqual(started, ['a', 'b']);
});
