/** Reads a trace once, as bytes in chunks of any size. Line ids are line numbers, 1-based. */
import type { AnalysisOptions, FileAnalysis, StreamAnalyser, StreamHooks } from '../api.js';
import { interfaceOf } from '../engine/config.js';
import { atEnd } from '../engine/lifecycle.js';
import { decodeUtf8 } from '../parse/utf8.js';
import { Columns, LineKind } from '../trace/columns.js';
import { addLines, noFacts } from './facts.js';
import { checkInput } from './inputChecks.js';
import { publish } from './publish.js';
import { collect, matchRules, type RawFinding } from './rawFinding.js';
import { SeriesTracker } from './series.js';
import { Session } from './session.js';
import { timeText } from './timeText.js';
import { stateView } from './views.js';

const BLOCK_LINES = 1024;
/** Text of a finding's line that is kept for its columns, in bytes. */
const KEPT_TEXT = 4096;
const NEWLINE = 10;

class Stream implements StreamAnalyser {
  private readonly session: Session;
  private readonly columns = new Columns(BLOCK_LINES);
  private readonly facts = noFacts();
  private readonly raws: RawFinding[] = [];
  private readonly disabled = new Map<number, readonly string[]>();
  private readonly tracker: SeriesTracker | undefined;
  /** Bytes of a line whose end has not come yet. */
  private pending: Uint8Array[] = [];
  private bytes = 0;
  /** Lines before the next block, and before the present one. */
  private before = 0;
  private first = 0;
  private block: Uint8Array = new Uint8Array(0);
  private blockStart = 0;
  private firstRaw = -1;
  private stateGiven = false;

  constructor(private readonly options: AnalysisOptions, private readonly hooks: StreamHooks) {
    this.session = new Session(options);
    if (hooks.onSeries !== undefined) this.tracker = new SeriesTracker(this.session.names, hooks.onSeries);
    collect(this.session.machine, (rule, observation) => {
      this.raws.push({ rule, observation, text: this.textOfId(observation.line) });
    }, () => { this.facts.preemptRt = true; });
  }

  push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    const last = chunk.lastIndexOf(NEWLINE);
    if (last < 0) {
      this.pending.push(chunk.slice());
      return;
    }
    let from = 0;
    if (this.pending.length > 0) {
      from = chunk.indexOf(NEWLINE) + 1;
      this.pending.push(chunk.subarray(0, from));
      const joined = join(this.pending);
      this.pending = [];
      this.parse(joined, 0, joined.length);
    }
    if (last + 1 > from) this.parse(chunk, from, last + 1);
    if (last + 1 < chunk.length) this.pending.push(chunk.slice(last + 1));
  }

  private parse(bytes: Uint8Array, start: number, end: number): void {
    const { parser } = this.session;
    let p = start;
    while (p < end) {
      this.block = bytes;
      this.blockStart = p;
      p = parser.parse(bytes, p, end, this.columns);
      this.step();
    }
  }

  private step(): void {
    const { columns, facts, session: { machine } } = this;
    addLines(facts, columns);
    this.first = this.before;
    const { stateAfterLine } = this.hooks;
    for (let i = 0; i < columns.length; i++) {
      const line = this.before + i;
      machine.step(columns, i, line + 1);
      if (columns.bad[i] !== 0 || columns.kind[i] >= LineKind.Event) checkInput(machine, columns, i, j => this.textOf(j));
      if (columns.kind[i] === LineKind.Raw && this.firstRaw < 0) this.firstRaw = line;
      if (this.tracker !== undefined && machine.touched.length > 0) this.tracker.after(machine, line, columns.sec[i], columns.nsec[i]);
      if (line === stateAfterLine) this.giveState(line, timeText(columns.sec[i], columns.nsec[i]));
    }
    for (const [i, setting] of columns.settings) if (setting.type === 'disable-next-line') this.disabled.set(this.before + i + 1, setting.rules);
    this.before += columns.length;
  }

  private giveState(line: number, time: string | null): void {
    if (this.stateGiven || this.hooks.onState === undefined) return;
    this.stateGiven = true;
    const types = this.session.typeNames(this.facts);
    this.hooks.onState(stateView(this.session.machine, line, time, types, id => id - 1));
  }

  private textOf(i: number): string {
    const from = this.blockStart + this.columns.offset[i];
    const to = this.blockStart + this.columns.offset[i + 1];
    return decodeUtf8(this.block, from, Math.min(to, from + KEPT_TEXT)).replace(/\r?\n$/, '');
  }

  /** Text of a line of the present block; '' for an earlier one. */
  private textOfId(id: number): string {
    const i = id - 1 - this.first;
    return i >= 0 && i < this.columns.length ? this.textOf(i) : '';
  }

  end(): FileAnalysis {
    if (this.pending.length > 0) {
      const rest = join(this.pending);
      this.pending = [];
      this.parse(rest, 0, rest.length);
    }
    const { facts, session } = this;
    const { machine } = session;
    if (this.before > 0) atEnd(machine, this.before);
    if (this.hooks.stateAfterLine !== undefined) this.giveState(Math.max(0, this.before - 1), timeText(facts.lastSec, facts.lastNsec));
    if (this.firstRaw >= 0) {
      const observation = { kind: 'raw-output' as const, line: this.firstRaw + 1, data: { lines: facts.raw }, event: 0, form: 0, zone: -1, who: -1, cpu: -1 };
      matchRules(observation, rule => { this.raws.push({ rule, observation, text: '' }); });
    }
    const findings = publish(this.raws, {
      options: this.options, preemptRt: facts.preemptRt, interface: interfaceOf(machine),
      lineOf: id => id - 1, textOf: raw => raw.text ?? '', disabledAt: line => this.disabled.get(line) ?? [], text: session.ruleText(facts),
    });
    return { summary: session.summary(this.bytes, facts), findings };
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

export const openStream = (options: AnalysisOptions = {}, hooks: StreamHooks = {}): StreamAnalyser => new Stream(options, hooks);
