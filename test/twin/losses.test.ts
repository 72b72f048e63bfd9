/**
 * A fault in a random history, and a CPU that loses events: behind the fault, around it, or before it. What was found before the loss stays,
 * what its line shows alone stays, and nothing is found that is not wrong.
 *
 * BUDDYSCOPE_FAULT_HISTORIES asks for more histories a fault, BUDDYSCOPE_SEED for other ones. A failure names the seed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stream } from '../../server/src/core/analysis/stream.js';
import { ruleInfos, type Finding } from '../../server/src/core/index.js';
import { Random } from '../support/random.js';
import { analyse, troubles } from './compare.js';
import { cases } from './faults/all.js';
import type { FaultCase } from './faults/case.js';
import { runHistory } from './history.js';
import type { Interface } from './shape.js';

const wanted = Number(process.env['BUDDYSCOPE_FAULT_HISTORIES'] ?? 1);
const firstSeed = Number(process.env['BUDDYSCOPE_SEED'] ?? 1);

/** Found at lines without a CPU. */
const withoutCpu = new Set(['unrecognised-line', 'lost-events', 'overwritten-start', 'preempt-rt']);
/** Its line stands alone once another one has shown the other interface, and that may be lost. */
const ofTwoLines = new Set(['mixed-interfaces']);

interface Faulty {
  readonly lines: readonly string[];
  /** First line that is no comment. */
  readonly head: number;
  /** Where the fault is found, at one of these. */
  readonly wrongLine: number;
  readonly last: number;
  readonly before: readonly string[];
}

const cpuOf = (line: string): string | undefined => / \[(00\d)\] /.exec(line)?.[1];
const isFound = (rule: string, findings: readonly Finding[], from: number, to: number): boolean => findings.some(f => f.rule === rule && f.line >= from && f.line <= to);

function faulty(entry: FaultCase, name: Interface, seed: number): Faulty | undefined {
  const visits = runHistory({ seed, interface: name, lines: 3_000, counted: [entry.fault] }).kernel.visits.get(entry.fault) ?? 0;
  if (visits === 0) return undefined;
  const at = new Random(seed * 7919 + entry.rule.length).below(visits);
  const { text, kernel: { wrongLine, undecided } } = runHistory({ seed, interface: name, lines: entry.lines ?? 6_000, plan: { fault: entry.fault, at } });
  if (undecided || wrongLine === null) return undefined;
  const lines = text.trimEnd().split('\n');
  const release = lines.findIndex((line, i) => i > wrongLine && line.startsWith(lines[wrongLine].slice(0, 32)) && line.includes('spin_unlock'));
  return { lines, head: lines.findIndex(line => !line.startsWith('#')), wrongLine, last: entry.untilRelease === true ? release : wrongLine, before: entry.before ?? [] };
}

/** The trace without the CPU's lines from `from` to before `to`; undefined where there are none. */
function lose({ lines, head, wrongLine, last }: Faulty, cpu: string, from: number, to: number): { readonly text: string; readonly wrongLine: number; readonly last: number } | undefined {
  const isLost = (i: number): boolean => i >= Math.max(head, from) && i < to && cpuOf(lines[i]) === cpu;
  const next = lines.findIndex((line, i) => i >= to && cpuOf(line) === cpu);
  const out: string[] = [];
  const placed: number[] = [];
  lines.forEach((line, i) => {
    if (i === next) out.push(`CPU:${Number(cpu)} [LOST EVENTS]`);
    placed.push(out.length);
    if (!isLost(i)) out.push(line);
  });
  if (next < 0) out.push(`CPU:${Number(cpu)} [LOST EVENTS]`);
  if (out.length > lines.length || isLost(wrongLine) || isLost(last)) return undefined;
  return { text: `${out.join('\n')}\n`, wrongLine: placed[wrongLine], last: placed[last] };
}

/** Where the rule's finding at these lines is shown (ids of lines). */
function showings(lines: readonly string[], rule: string, from: number, to: number): { readonly at: number; readonly standsAlone: boolean }[] {
  const shown: { at: number; standsAlone: boolean }[] = [];
  const stream = new Stream({ fold: false }, {
    onFinding: ({ id, standsAlone }, observation) => {
      if (id === rule && observation.line > from && observation.line <= to + 1) shown.push({ at: observation.at, standsAlone: standsAlone(observation) });
    },
  });
  stream.push(new TextEncoder().encode(`${lines.join('\n')}\n`));
  stream.end();
  return shown;
}

function check(entry: FaultCase, name: Interface, seed: number): boolean {
  const trace = faulty(entry, name, seed);
  if (trace === undefined) return false;
  const { lines, head, wrongLine, last } = trace;
  const own = cpuOf(lines[wrongLine]);
  if (own === undefined) return false;
  const other = own === '000' ? '001' : '000';
  const shown = showings(lines, entry.rule, wrongLine, last);
  assert.ok(shown.length > 0, `${entry.rule} by ${entry.fault.site}, ${name}, BUDDYSCOPE_SEED=${seed}: not found`);
  const afterwards = lines.findIndex((line, i) => i > last && cpuOf(line) === other);
  const early = head + Math.floor((wrongLine - head) / 4);
  const losses = [
    { where: 'behind', lost: lose(trace, other, afterwards + 1, afterwards + 400), mustFind: afterwards >= 0 && shown.some(({ at }) => at - 1 <= afterwards) },
    { where: 'around', lost: lose(trace, other, wrongLine - 30, last + 30), mustFind: !ofTwoLines.has(entry.rule) && shown.some(({ standsAlone }) => standsAlone) },
    { where: 'before', lost: lose(trace, seed % 2 === 0 ? own : other, early, Math.min(early + 60, wrongLine - 100)), mustFind: false },
  ];
  for (const { where, lost, mustFind } of losses) {
    if (lost === undefined) continue;
    const { findings } = analyse(lost.text, seed);
    const what = `${entry.rule} by ${entry.fault.site}, ${name}, BUDDYSCOPE_SEED=${seed}, events lost ${where} it`;
    if (mustFind) assert.ok(isFound(entry.rule, findings, lost.wrongLine, lost.last), `${what}: not found`);
    const wrong: Finding | undefined = troubles(findings).find(f => f.line < lost.wrongLine && f.rule !== 'lost-events' && !trace.before.includes(f.rule));
    assert.equal(wrong, undefined, `${what}: ${wrong?.rule} at line ${(wrong?.line ?? 0) + 1}`);
  }
  return true;
}

for (const entry of cases) {
  const judged: readonly string[] = ruleInfos.find(({ id }) => id === entry.rule)?.interfaces ?? [];
  const interfaces = entry.interfaces.filter(name => judged.includes(name));
  test(`${entry.rule} by ${entry.fault.site}`, t => {
    let checked = 0;
    for (let i = 0; checked < wanted && i < wanted * 8 + 12; i++) {
      if (check(entry, interfaces[(i + entry.rule.length) % interfaces.length], firstSeed + Math.floor(i / interfaces.length))) checked++;
    }
    t.diagnostic(`${checked} histories`);
    assert.ok(checked > 0 || withoutCpu.has(entry.rule));
  });
}
