/** One fault in a trace of the posted walk or hint list is found at its line, and nothing else is found before it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStream, type Finding } from '../../../server/src/core/index.js';
import { readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';

const SEED = Number(process.env['BUDDYSCOPE_SEED'] ?? 20261120);
const ROUNDS = Number(process.env['BUDDYSCOPE_ROUNDS'] ?? 5);

const linesOf = (name: string): readonly string[] => Buffer.from(readOracle(name).trace).toString('utf8').trimEnd().split('\n');
const originals = { walk: linesOf('walk-clean-1'), hint: linesOf('hint-clean-1') };

/** Where a fault can be put in, by the line of an event. */
function places(lines: readonly string[], pattern: RegExp): number[] {
  return lines.flatMap((line, i) => (pattern.test(line) ? [i] : []));
}

/** A line like the one at `like`, with another event. */
const lineLike = (like: string, event: string, flags?: string): string => {
  const line = like.replace(/: .*/, `: ${event}`);
  return flags === undefined ? line : line.replace(/(\[\d+\] )\S+/, `$1${flags}`);
};

/** Puts the fault in; the 0-based line at which it must be found, or -1 if it does not fit this place. */
type Fault = (lines: string[], at: number) => number;
interface Case { readonly trace: keyof typeof originals; readonly at: RegExp; readonly rule: string; readonly fault: Fault }

const edit = (from: RegExp, to: string): Fault => (lines, at) => {
  lines[at] = lines[at].replace(from, to);
  return at;
};
const insert = (event: string): Fault => (lines, at) => {
  lines.splice(at + 1, 0, lineLike(lines[at], event));
  return at + 1;
};
const CALLBACK = /: report_pfn_range: .*ret=0$/;
const LIST = /: walk_free_page_list: /;
const WALK = /: walk_free_mem_block: /;
const HINT = /: free_page_hint: /;
const CALL = /: get_from_free_page_list: /;

/** From the entry of a list to that of the next one. */
function nextList(lines: readonly string[], at: number): number {
  const next = lines.findIndex((line, i) => i > at && (LIST.test(line) || /walk_free_mem_block__return/.test(line)));
  return LIST.test(lines[next]) ? next : -1;
}

/** The walk that the line is of returns 0. */
const isComplete = (lines: readonly string[], at: number): boolean =>
  /ret=0$/.test(lines.slice(at).find(line => line.includes('walk_free_mem_block__return')) ?? '');

/** The eight bytes in the other order. */
const swapped = (text: string): string => {
  const digits = BigInt(text).toString(16).padStart(16, '0').match(/../g) ?? [];
  return `0x${digits.reverse().join('').replace(/^0+/, '')}`;
};

const cases: readonly Case[] = [
  { trace: 'walk', at: CALLBACK, rule: 'callback-allocates', fault: insert('kmalloc: call_site=x+0x1/0x2 ptr=0000000012345678 bytes_req=8 bytes_alloc=8 gfp_flags=GFP_ATOMIC') },
  { trace: 'walk', at: CALLBACK, rule: 'callback-sleeps', fault: insert('might_sleep: caller=x') },
  { trace: 'walk', at: CALLBACK, rule: 'walk-range-twice', fault: (lines, at) => { lines.splice(at + 1, 0, lines[at]); return at + 1; } },
  { trace: 'walk', at: CALLBACK, rule: 'walk-bad-range', fault: edit(/nr_pages=\d+/, 'nr_pages=256') },
  {
    trace: 'walk', at: CALLBACK, rule: 'walk-range-not-free',
    fault: (lines, at) => {
      const pages = Number(/nr_pages=(\d+)/.exec(lines[at])?.[1]);
      let pfn = 0; // one that no walk ever reports
      while (lines.some(line => line.includes(`report_pfn_range: pfn=0x${pfn.toString(16)} `))) pfn += pages;
      return edit(/pfn=0x\w+/, `pfn=0x${pfn.toString(16)}`)(lines, at);
    },
  },
  {
    trace: 'walk', at: CALLBACK, rule: 'callback-unlocked',
    fault: (lines, at) => {
      if (!lines[at + 1].includes('spin_unlock')) return -1;
      [lines[at], lines[at + 1]] = [lines[at + 1], lines[at]];
      return at + 1;
    },
  },
  {
    trace: 'walk', at: CALLBACK, rule: 'walk-modifies-list',
    fault: (lines, at) => {
      const zone = /zone=\w+/.exec(lines.slice(0, at).reverse().find(line => LIST.test(line)) ?? '');
      const block = /pfn=(0x\w+) nr_pages=(\d+)/.exec(lines[at]);
      if (zone === null || block === null) return -1;
      return insert(`del_page_from_free_list: ${zone[0]} pfn=${block[1]} order=${Math.log2(Number(block[2]))}`)(lines, at);
    },
  },
  { trace: 'walk', at: CALLBACK, rule: 'walk-goes-on-after-stop', fault: (lines, at) => (CALLBACK.test(lines[at + 1]) ? edit(/ret=0/, 'ret=-28')(lines, at) + 1 : -1) },
  {
    trace: 'walk', at: LIST, rule: 'walk-order',
    fault: (lines, at) => {
      const second = nextList(lines, at);
      const third = second < 0 ? -1 : nextList(lines, second);
      if (third < 0) return -1;
      const first = lines.splice(at, second - at);
      lines.splice(at + third - second, 0, ...first);
      return at + third - second;
    },
  },
  {
    trace: 'walk', at: LIST, rule: 'walk-skipped-list',
    fault: (lines, at) => {
      if (!isComplete(lines, at)) return -1;
      const next = nextList(lines, at);
      if (next >= 0) lines.splice(at, next - at);
      return next < 0 ? -1 : at;
    },
  },
  { trace: 'walk', at: /walk_free_mem_block__return: ret=0/, rule: 'walk-wrong-return', fault: edit(/ret=0/, 'ret=-5') },
  { trace: 'walk', at: WALK, rule: 'walk-bad-min-order', fault: edit(/min_order=\d+/, 'min_order=-1') },
  { trace: 'walk', at: WALK, rule: 'walk-in-atomic', fault: edit(/\] \S+/, '] d....') },
  {
    trace: 'walk', at: WALK, rule: 'walk-below-min-order',
    fault: (lines, at) => {
      if (!isComplete(lines, at)) return -1;
      lines[at] = lines[at].replace(/min_order=\d+/, 'min_order=10');
      return lines.findIndex((line, i) => i > at && LIST.test(line) && line.includes('order=9'));
    },
  },
  {
    trace: 'walk', at: /zone=Normal .*free=none/, rule: 'walk-unpopulated-zone',
    fault: (lines, at) => {
      lines[at] += ' present=0';
      return lines.findIndex(line => LIST.test(line) && line.includes('zone=Normal'));
    },
  },
  {
    trace: 'walk', at: /walk_free_mem_block__return/, rule: 'stale-hint-used',
    fault: (lines, at) => {
      const range = /pfn=(0x\w+) nr_pages=\d+/.exec(lines.slice(0, at).reverse().find(line => CALLBACK.test(line)) ?? '');
      if (range === null) return -1;
      lines.splice(at + 1, 0, lineLike(lines[at], `mm_page_alloc: page=ffffea0000000040 pfn=0x${(Number(range[1]) + 5).toString(16)} order=0 migratetype=1 gfp_flags=GFP_KERNEL`),
        lineLike(lines[at], `free_page_hint_use: ${range[0]}`));
      return at + 2;
    },
  },
  { trace: 'hint', at: CALL, rule: 'hint-bad-order', fault: edit(/order=\d+/, 'order=11') },
  { trace: 'hint', at: CALL, rule: 'hint-list-in-atomic', fault: edit(/\] \S+/, '] d....') },
  {
    trace: 'hint', at: /get_from_free_page_list__return: ret=[1-9]/, rule: 'hint-maybe-truncated',
    fault: (lines, at) => {
      const call = at - 1 - lines.slice(0, at).reverse().findIndex(line => CALL.test(line));
      lines[call] = lines[call].replace(/size=\d+/, `size=${/ret=(\d+)/.exec(lines[at])?.[1] ?? ''}`);
      return at;
    },
  },
  { trace: 'hint', at: /get_from_free_page_list__return: ret=[1-9]/, rule: 'hint-buffer-overrun', fault: edit(/ret=\d+/, 'ret=9999') },
  { trace: 'hint', at: HINT, rule: 'hint-misaligned', fault: edit(/addr=(\w+)000$/, 'addr=$1800') },
  { trace: 'hint', at: HINT, rule: 'hint-wrong-endian', fault: (lines, at) => { lines[at] = lines[at].replace(/0x\w+$/, swapped); return at; } },
  {
    trace: 'hint', at: HINT, rule: 'hint-not-free',
    fault: (lines, at) => {
      let address = 0; // one that no call ever stores
      while (lines.some(line => line.endsWith(`addr=0x${address.toString(16)}`))) address += 2 ** 22;
      return edit(/addr=\w+/, `addr=0x${address.toString(16)}`)(lines, at);
    },
  },
  { trace: 'hint', at: HINT, rule: 'hint-twice', fault: (lines, at) => { lines.splice(at + 1, 0, lines[at]); return at + 1; } },
  {
    trace: 'hint', at: HINT, rule: 'hint-lock-span',
    fault: (lines, at) => {
      const lock = lines.slice(0, at).reverse().find(line => line.includes('spin_lock')) ?? '';
      lines.splice(at + 1, 0, lineLike(lines[at], lock.replace(/.*: spin_lock_irqsave/, 'spin_unlock_irqrestore')), lineLike(lines[at], lock.replace(/.*: spin_lock/, 'spin_lock')));
      return at + 2;
    },
  },
];

const own = /^(walk|hint|callback|stale)-/;
/** What the posted code does by design. */
const usual = new Set(['hint-isolated-block', 'hint-maybe-truncated']);

function findings(lines: readonly string[]): Finding[] {
  const stream = openStream({ fold: false });
  stream.push(Buffer.from(`${lines.join('\n')}\n`));
  return stream.end().findings.filter(finding => own.test(finding.rule));
}

for (const name of ['walk', 'hint'] as const) {
  test(`the ${name} as posted has no finding of its rules`, () => {
    const found = findings(originals[name]).filter(finding => !usual.has(finding.rule));
    assert.deepEqual(found.map(({ line, rule }) => `${line + 1} ${rule}`), []);
  });
}

for (const { trace, at, rule, fault } of cases) {
  test(`${rule} is found where it is put in, seed ${SEED}`, () => {
    const random = new Random(SEED);
    const fitting = places(originals[trace], at);
    let tried = 0;
    for (let round = 0; round < ROUNDS * 4 && tried < ROUNDS; round++) {
      const lines = [...originals[trace]];
      const place = random.pick(fitting);
      const expected = fault(lines, place);
      if (expected < 0) continue;
      tried++;
      const all = findings(lines);
      const found = all.map(finding => `${finding.line + 1} ${finding.rule}`);
      assert.ok(found.includes(`${expected + 1} ${rule}`), `${rule} put in at line ${place + 1}, expected at ${expected + 1}; found ${found.slice(0, 8).join(', ')}`);
      assert.ok(all.every(finding => finding.line >= expected || finding.severity === 'info' || finding.rule === rule), 'nothing before it');
    }
    assert.ok(tried > 0, 'the fault fits somewhere');
  });
}
