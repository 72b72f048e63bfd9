/**
 * Legal histories of which a trace does not show everything: no rule takes what is missing for a fault, and every
 * count is unknown or right.
 *
 * BUDDYSCOPE_TWIN_EVENTS asks for more events, BUDDYSCOPE_SEED for other ones. A failure names both.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../server/src/core/index.js';
import { Random } from '../support/random.js';
import { analyse, checkKnownCounts, troubles } from './compare.js';
import { runHistory, type History } from './history.js';
import type { Recording } from './kernel.js';
import type { Interface } from './shape.js';

const events = Number(process.env['BUDDYSCOPE_TWIN_EVENTS'] ?? 100_000);
const firstSeed = Number(process.env['BUDDYSCOPE_SEED'] ?? 1);
const perHistory = 1_500;
const interfaces: readonly Interface[] = ['reporting-v5', 'hinting-v2', 'mainline', 'walk-v29', 'hint-list-v33', 'torvalds-alloc', 'wilcox-buffer'];
const seeds = Math.max(1, Math.round(events / 100_000));

/** What is left of a history's lines, and which line of the history each of them is. */
interface Shown { readonly lines: readonly string[]; readonly from: readonly number[] }

interface Kind {
  readonly name: string;
  readonly recording?: Recording;
  readonly show?: (lines: readonly string[], head: number, random: Random) => Shown;
  /** The last line may say anything: a number of it may be cut, too. */
  readonly endIsCut?: boolean;
  /** Rules that say what is missing. */
  readonly says?: readonly string[];
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const only = (lines: readonly string[], from: readonly number[]): Shown => ({ lines: from.map(i => lines[i]), from });

const kinds: readonly Kind[] = [
  { name: 'the lists are not known at the start', recording: { unknownStart: true } },
  { name: 'no flags column', recording: { noFlags: true } },
  { name: 'PREEMPT_RT', recording: { rt: true } },
  {
    name: 'the beginning is overwritten', recording: { unknownStart: true },
    show: (lines, head, random) => only(lines, [...range(0, head), ...range(head + 100 + random.below(800), lines.length)]),
  },
  {
    name: 'events are lost', says: ['lost-events'],
    show: (lines, head, random) => {
      const at = head + 100 + random.below(lines.length - head - 200);
      const count = 1 + random.below(200);
      const rest = only(lines, [...range(0, at), ...range(Math.min(lines.length, at + count), lines.length)]);
      return { lines: rest.lines.toSpliced(at, 0, `CPU:${random.below(2)} [LOST ${count} EVENTS]`), from: rest.from.toSpliced(at, 0, at) };
    },
  },
  {
    name: 'one CPU has lost events', says: ['lost-events'],
    show: (lines, head, random) => {
      const cpu = `[00${random.below(2)}]`;
      const at = head + 100 + random.below(lines.length - head - 200);
      const end = Math.min(lines.length, at + 1 + random.below(400));
      const next = lines.findIndex((line, i) => i >= end && line.includes(cpu));
      const shown = only(lines, range(0, lines.length).filter(i => i < at || i >= end || !lines[i].includes(cpu)));
      const before = next < 0 ? shown.from.length : shown.from.indexOf(next);
      return { lines: shown.lines.toSpliced(before, 0, `CPU:${cpu[3]} [LOST ${end - at} EVENTS]`), from: shown.from.toSpliced(before, 0, next < 0 ? lines.length - 1 : next) };
    },
  },
  {
    name: 'the buffers of the CPUs are overwritten to different lines', recording: { unknownStart: true },
    show: (lines, head, random) => {
      const starts = [0, 1].map(cpu => {
        const at = head + 100 + random.below(600);
        return { cpu, first: lines.findIndex((line, i) => i >= at && line.includes(`[00${cpu}]`)) };
      });
      const shown = only(lines, range(0, lines.length).filter(i => starts.every(({ cpu, first }) => i < head || i >= first || !lines[i].includes(`[00${cpu}]`))));
      const header = `# entries-in-buffer/entries-written: ${shown.lines.length}/${lines.length}   #P:2`;
      const { cpu, first } = starts[0].first > starts[1].first ? starts[0] : starts[1];
      const at = shown.from.indexOf(first);
      // The annotations are an option of the tracer.
      const marked = random.below(2) === 0 ? shown : { lines: shown.lines.toSpliced(at, 0, `##### CPU ${cpu} buffer started ####`), from: shown.from.toSpliced(at, 0, first) };
      return { lines: marked.lines.toSpliced(1, 0, header), from: marked.from.toSpliced(1, 0, 0) };
    },
  },
  {
    name: 'the last line is cut', endIsCut: true,
    show: (lines, head, random) => {
      const end = head + 100 + random.below(lines.length - head - 100);
      const shown = only(lines, range(0, end));
      return { lines: shown.lines.with(end - 1, shown.lines[end - 1].slice(0, random.below(shown.lines[end - 1].length))), from: shown.from };
    },
  },
];

function check(history: History, kind: Kind, where: string, seed: number): void {
  const all = history.text.trimEnd().split('\n');
  const head = all.findIndex(line => !line.startsWith('#'));
  const shown = kind.show?.(all, head, new Random(seed * 31 + kind.name.length)) ?? only(all, range(0, all.length));
  const { findings, series } = analyse(`${shown.lines.join('\n')}${kind.show === undefined ? '\n' : ''}`, seed);
  const [first]: readonly (Finding | undefined)[] = troubles(findings)
    .filter(({ rule, line }) => kind.says?.includes(rule) !== true && !(kind.endIsCut === true && line === shown.lines.length - 1));
  if (first !== undefined) assert.fail(`${where}, line ${first.line + 1}: ${shown.lines[first.line]}\n${first.rule}: ${first.message}`);
  const sure = kind.endIsCut === true ? series.filter(({ line }) => line < shown.lines.length - 1) : series;
  checkKnownCounts(history, sure.map(row => ({ ...row, line: shown.from[row.line] })), where);
}

for (const kind of kinds) {
  test(`${kind.name}: ${seeds * interfaces.length} histories from seed ${firstSeed}`, () => {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      for (const name of interfaces) {
        const history = runHistory({ seed, interface: name, lines: perHistory, counts: true, ...(kind.recording === undefined ? {} : { recording: kind.recording }) });
        check(history, kind, `${name}, ${kind.name}, BUDDYSCOPE_SEED=${seed}`, seed);
      }
    }
  });
}
