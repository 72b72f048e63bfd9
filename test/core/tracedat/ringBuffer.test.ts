import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, readDat } from '../../support/readTraceDat.js';
import { type Entry, eventStart, format, page, parts } from '../../support/ringPages.js';
import { writeVersion6, writeVersion7 } from '../../support/traceDatWriter.js';

const events = [{ system: 'test', text: format('tick', 40, [{ declaration: 'unsigned int n', offset: 8, size: 4 }], '"n=%u", REC->n') }];
const tick = (n: number, delta = 0, little = true): Entry => ({ event: eventStart({ id: 40, little }).number(n, 4).done(), delta });
const short = (line: string): string => line.replace(/^.*\[(\d+)\] \S+ +(\S+) tick: +/, '$1 $2 ');
const one = (...pages: Uint8Array[]): string[] => linesOf(writeVersion6(parts(events, [{ cpu: 0, bytes: Buffer.concat(pages) }]))).map(short);

test('a line has the form of trace-cmd report with the flags of the kernel', () => {
  const event = eventStart({ id: 40, flags: 0x81 | 0x10, preempt: 0x12, pid: 8 }).number(5, 4).done();
  assert.deepEqual(linesOf(writeVersion6(parts(events, [{ cpu: 3, bytes: page(1_000_000_500n, [{ event }]) }]))).map(line => line.replace('[000]', '[003]')),
    ['       other one-8     [003] D.s21     1.000001: tick:                 n=5']);
});

test('steps of time add up; an extended step and an absolute time count as they say', () => {
  assert.deepEqual(one(page(2_000_000_000n, [tick(1, 1000), tick(2, 5000), { extend: 1_000_000_000_000n }, tick(3, 0), { stamp: 3_000_000_000n }, tick(4, 2000)])),
    ['000 2.000001: n=1', '000 2.000006: n=2', '000 1002.000006: n=3', '000 3.000002: n=4']);
});

test('an absolute time keeps the high bits that it cannot hold', () => {
  const high = 1n << 60n;
  assert.deepEqual(one(page(high, [{ stamp: 5_000n }, tick(1)])), [`000 ${high / 1_000_000_000n}.${String((high + 5_500n) / 1000n % 1_000_000n).padStart(6, '0')}: n=1`]);
});

test('room that was given up is skipped, and the rest of a page is empty', () => {
  assert.deepEqual(one(page(1_000_000n, [tick(1), { skip: 16 }, tick(2)]), page(2_000_000n, [tick(3)])).map(line => line.slice(-3)), ['n=1', 'n=2', 'n=3']);
});

test('long events say their length in a word', () => {
  const event = new Uint8Array(400);
  event.set(eventStart({ id: 40 }).number(9, 4).done());
  assert.deepEqual(one(page(1_000_000n, [{ event }, tick(10)])), ['000 0.001000: n=9', '000 0.001000: n=10']);
});

test('lost events are told in front of the next one', () => {
  assert.deepEqual(one(page(1_000_000n, [tick(1)]), page(2_000_000n, [tick(2)], { lost: 104 }), page(3_000_000n, [tick(3)], { lost: -1 })),
    ['000 0.001000: n=1', 'CPU:0 [LOST 104 EVENTS]', '000 0.002000: n=2', 'CPU:0 [LOST EVENTS]', '000 0.003000: n=3']);
});

test('CPUs are merged by time, equal times by CPU', () => {
  const cpus = [[1, 5, 5], [2, 5], [], [0, 9]].map((times, cpu) => ({ cpu, bytes: times.length === 0 ? new Uint8Array(0) : Buffer.concat(times.map((time, i) => page(BigInt(time) * 1000n, [tick(i)]))) }));
  assert.deepEqual(linesOf(writeVersion7(parts(events, cpus))).map(line => `${line.slice(24, 27)} ${/0\.0+(\d):/.exec(line)?.[1] ?? ''}`),
    ['003 0', '000 1', '001 2', '000 5', '000 5', '001 5', '003 9']);
});

test('big-endian machines', () => {
  const bytes = page(1_000_000n, [tick(1, 7000, false), { extend: 2_000_000_000n }, tick(2, 0, false)], { little: false, lost: 3 });
  for (const file of [writeVersion6(parts(events, [{ cpu: 0, bytes }], { little: false })), writeVersion7(parts(events, [{ cpu: 0, bytes }], { little: false }))]) {
    assert.deepEqual(linesOf(file).map(short), ['CPU:0 [LOST 3 EVENTS]', '000 0.001007: n=1', '000 2.001007: n=2']);
  }
});

test('clocks that count are printed as they are', () => {
  const file = writeVersion7(parts(events, [{ cpu: 0, bytes: page(4711n, [tick(1)]) }], { clock: 'counter' }));
  assert.match(linesOf(file)[0], /\[000\] \.{5} {9}4711: tick: /);
});

test('a kernel with PREEMPT_RT is named, and lazy preemption is read where a kernel has it', () => {
  const event = eventStart({ id: 40, flags: 0x02 }).number(1, 4).done();
  const text = (release: string): string => { const read = readDat(writeVersion7(parts(events, [{ cpu: 0, bytes: page(1n, [{ event }]) }], { release }))); return typeof read === 'string' ? read : read.text; };
  assert.match(text('6.12.95-rt-amd64'), /^cpus=1\n# buddyscope: preempt_rt=1\n.* X\.\.\.\. /);
  assert.match(text('6.18.0'), /^cpus=1\n.* \.l\.\.\. /);
});

test('an event without a format is named by its number', () => {
  const event = eventStart({ id: 99 }).done();
  assert.match(linesOf(writeVersion6(parts(events, [{ cpu: 0, bytes: page(1n, [{ event }]) }])))[0], /: \[UNKNOWN EVENT 99\]$/);
});
