import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFields } from '../../server/src/protocol/guards.js';
import { readText } from '../support/repository.js';

// The grammar's expressions use only what Oniguruma and JavaScript have in common, so they can be tried without an editor.
const grammar: unknown = JSON.parse(readText('syntaxes/alloctrace.tmLanguage.json'));
const manifest: unknown = JSON.parse(readText('package.json'));

interface Expression { readonly path: string; readonly source: string }

function expressionsIn(value: unknown, path = ''): Expression[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => expressionsIn(item, `${path}/${index}`));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    typeof item === 'string' && ['match', 'begin', 'end'].includes(key) ? [{ path: `${path}/${key}`, source: item }] : expressionsIn(item, `${path}/${key}`));
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((object, key) => isFields(object) ? object[key] : Array.isArray(object) ? object[Number(key)] : undefined, value);
}

function expression(value: unknown, ...keys: readonly string[]): RegExp {
  const source = at(value, ...keys);
  assert.ok(typeof source === 'string', `no expression at ${keys.join('/')}`);
  return new RegExp(source);
}

function captures(regexp: RegExp, line: string): readonly (string | undefined)[] | undefined {
  return regexp.exec(line)?.slice(1).map(text => text === undefined ? undefined : text.trim());
}

const event = expression(grammar, 'repository', 'event', 'patterns', '0', 'begin');
const latency = expression(grammar, 'repository', 'event', 'patterns', '1', 'begin');
const marker = expression(grammar, 'repository', 'marker', 'begin');
const firstLine = expression(manifest, 'contributes', 'languages', '0', 'firstLine');

test('event lines of every layout are taken apart', () => {
  const lines: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    ['          stress-812     [001] d..1.   100.000005: spin_lock_irqsave: lock=zone->lock zone=DMA32', ['stress', '812', undefined, '[001]', 'd..1.', '100.000005', 'spin_lock_irqsave']],
    ['     kworker/1:0-22      [001] d..1    48.317552: isolate_ret: (a+0x2a1/0x570 <- b) ret=1024', ['kworker/1:0', '22', undefined, '[001]', 'd..1', '48.317552', 'isolate_ret']],
    ['          <idle>-0     (-----) [000] dNs2.    14.886864: mm_page_free: pfn=0x1', ['<idle>', '0', '(-----)', '[000]', 'dNs2.', '14.886864', 'mm_page_free']],
    ['   Web Content [x]-17    (   17) [003] .....   1.000000: mm_page_alloc: pfn=1', ['Web Content [x]', '17', '(   17)', '[003]', '.....', '1.000000', 'mm_page_alloc']],
    ['     dd-217   [002]  30.016375784: mm_page_alloc:        page=0x1 pfn=1', ['dd', '217', undefined, '[002]', undefined, '30.016375784', 'mm_page_alloc']],
    ['swapper     0 [000]  123.456789: kmem:mm_page_alloc: page=0x1', ['swapper', '0', undefined, '[000]', undefined, '123.456789', 'kmem:mm_page_alloc']],
    ['              rm-140     [000] ...2.     9.699601: free_pcppages_bulk <-free_unref_page_list', ['rm', '140', undefined, '[000]', '...2.', '9.699601', undefined]],
  ];
  for (const [line, expected] of lines) assert.deepEqual(captures(event, line), expected, line);
  assert.deepEqual(captures(latency, '      rm-140       0...2. 404777us!: free_pcppages_bulk <-free_unref_page_list'), ['rm', '140', '0', '...2.', '404777us!', undefined]);
  assert.deepEqual(captures(latency, '      rm-140       0d..3.    12us : mm_page_free: pfn=0x1')?.at(-1), 'mm_page_free');
  assert.equal(captures(marker, '  sh-9  [001] .....  1.000001: tracing_mark_write: buddyscope: zone=Normal node=0')?.at(-1), 'buddyscope:');
});

test('what is no event line is none', () => {
  for (const line of ['# tracer: nop', ' => kprobe_dispatcher', 'CPU:1 [LOST 5 EVENTS]', ' 0)               |    queue_delayed_work_on() {', 'hello - world', '']) {
    assert.equal(captures(event, line), undefined, line);
  }
});

test('a trace is known by its first line, other text is not', () => {
  for (const line of [
    '# tracer: nop', '# tracer: function_graph', 'cpus=4', '          stress-812     [001] d..1.   100.000005: spin_lock: lock=zone->lock',
    '     dd-217   [002]  30.016375784: mm_page_alloc: pfn=1', 'swapper     0 [000]  123.456789: kmem:mm_page_alloc: page=0x1',
  ]) assert.match(line, firstLine);
  for (const line of ['# A title', '#!/bin/sh', 'cpus=four', '[    1.438426] evm: security.apparmor', '2024-01-01 10:00:00.123456: hello', '{"cpus": 4}', 'tracer: nop']) assert.doesNotMatch(line, firstLine);
});

test('the language does not claim every .trace', () => {
  assert.deepEqual(at(manifest, 'contributes', 'languages', '0', 'extensions'), ['.alloctrace', '.ftrace']);
});

test('no expression is slow on lines made to be', () => {
  const lines = ['a-1 '.repeat(5000), ' '.repeat(20_000), '-'.repeat(20_000), `${'x'.repeat(40)}-1 [${'0'.repeat(20_000)}`, '('.repeat(20_000), '1.'.repeat(10_000), 'a=b '.repeat(5000), '/*'.repeat(10_000), '"'.repeat(19_999), 'a.'.repeat(10_000)];
  const found = [...expressionsIn(grammar), { path: 'firstLine', source: firstLine.source }];
  assert.ok(found.length > 20);
  for (const { path, source } of found) {
    for (const line of lines) {
      const start = process.hrtime.bigint();
      const regexp = new RegExp(source, 'g');
      // As an editor does: from each match on.
      for (let count = 0; regexp.exec(line) !== null && count < 50; count++) if (source === '$') break;
      const ms = Number(process.hrtime.bigint() - start) / 1e6;
      assert.ok(ms < 250, `${path} took ${ms.toFixed(0)} ms on ${line.slice(0, 12)}…`);
    }
  }
});
