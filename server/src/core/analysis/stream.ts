/** Reads a trace once, as bytes in chunks of any size. Line ids are line numbers, 1-based. */
import type { AnalysisOptions, FileAnalysis, StreamAnalyser, StreamHooks } from '../api.js';
import { interfaceOf } from '../engine/config.js';
import { atEnd } from '../engine/lifecycle.js';
import type { Observation } from '../engine/observation.js';
import { LF } from '../parse/bytes.js';
import { decodeUtf8 } from '../parse/utf8.js';
import type { Rule } from '../rules/defineRule.js';
import { Columns, LineKind } from '../trace/columns.js';
import { addLines, noFacts } from './facts.js';
import { Folding } from './folding.js';
import { checkInput } from './inputChecks.js';
import { PendingLine } from './pendingLine.js';
import { placeOn, publish } from './publish.js';
import { collect, matchRules, type RawFinding } from './rawFinding.js';
import { SeriesTracker } from './series.js';
import { Session } from './session.js';
import { timeText } from './timeText.js';
import { stateView } from './views.js';

const BLOCK_LINES = 1024;
/** Text of a finding's line that its columns are looked for in, in bytes. */
const KEPT_TEXT = 4096;
/** Findings that are folded together at the end; more are folded before, so that memory is for their sites only. */
const MAX_UNFOLDED = 20_000;
/** Findings that are listed one by one where the user wants it so; what comes later is folded all the same. */
const MAX_SINGLE = 100_000;
/** Lines of earlier blocks whose text is kept because a finding about them may come. */
const MAX_REMEMBERED = 1000;
/** `disable-next-line` settings that are remembered; findings about much earlier lines are rare. */
const MAX_DISABLED = 10_000;

class Stream implements StreamAnalyser {
  private readonly session: Session;
  private readonly columns = new Columns(BLOCK_LINES);
  private readonly facts = noFacts();
  private readonly raws: RawFinding[] = [];
  private readonly folding = new Folding();
  private readonly remembered = new Map<number, string>();
  private readonly disabled = new Map<number, readonly string[]>();
  private readonly tracker: SeriesTracker | undefined;
  /** Bytes of a line whose end has not come yet. */
  private readonly pending = new PendingLine();
  private bytes = 0;
  /** Lines before the next block, and before the present one. */
  private before = 0;
  private first = 0;
  private block: Uint8Array = new Uint8Array(0);
  private blockStart = 0;
  private kept = new Uint8Array(0);
  private firstRaw = -1;
  private stateGiven = false;
  private readonly textAt = (i: number): string => this.textOf(i);

  constructor(private readonly options: AnalysisOptions, private readonly hooks: StreamHooks) {
    this.session = new Session(options);
    if (hooks.onSeries !== undefined) this.tracker = new SeriesTracker(this.session.names, hooks.onSeries);
    this.session.machine.onRemember = id => { this.remember(id); };
    collect(this.session.machine, (rule, observation) => { this.found(rule, observation); }, () => { this.facts.preemptRt = true; });
  }

  private found(rule: Rule, observation: Observation): void {
    const line = observation.line - 1;
    if (this.disabled.get(line)?.includes(rule.id) === true) return;
    if (this.folding.counts({ rule, observation }, line)) return;
    this.raws.push({ rule, observation, columns: placeOn(this.textOfId(observation.line), rule.at(observation)) });
  }

  push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    const last = chunk.lastIndexOf(LF);
    let from = 0;
    if (!this.pending.isEmpty) {
      const end = chunk.indexOf(LF) + 1;
      this.pending.add(end === 0 ? chunk : chunk.subarray(0, end));
      if (end === 0) return;
      from = end;
      const line = this.pending.take();
      this.parse(line, 0, line.length);
    }
    if (last + 1 > from) this.parse(chunk, from, last + 1);
    this.keepBlock();
    if (last + 1 < chunk.length) this.pending.add(chunk.subarray(last + 1));
  }

  /** Findings of the trace's end may be about the last block, and the chunk's memory may be used for other bytes. */
  private keepBlock(): void {
    const { columns, blockStart } = this;
    const length = columns.offset[columns.length];
    if (this.kept.length < length) this.kept = new Uint8Array(2 * length);
    this.kept.set(this.block.subarray(blockStart, blockStart + length));
    this.block = this.kept;
    this.blockStart = 0;
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
    const { columns, facts, session: { machine }, before, tracker, hooks: { stateAfterLine = -1 } } = this;
    addLines(facts, columns);
    this.first = before;
    for (const [i, setting] of columns.settings) if (setting.type === 'disable-next-line') this.disable(before + i + 1, setting.rules);
    for (let i = 0; i < columns.length; i++) {
      machine.step(columns, i, before + i + 1);
      const kind = columns.kind[i];
      if (columns.bad[i] !== 0 || kind >= LineKind.Event) checkInput(machine, columns, i, this.textAt);
      if (kind === LineKind.Raw && this.firstRaw < 0) {
        this.firstRaw = before + i;
        this.remember(this.firstRaw + 1);
      }
      if (tracker !== undefined && machine.touched.length > 0) tracker.after(machine, before + i, columns.sec[i], columns.nsec[i]);
      if (before + i === stateAfterLine) this.giveState(stateAfterLine, timeText(columns.sec[i], columns.nsec[i]));
    }
    this.before += columns.length;
    const kept = this.options.fold === false ? MAX_SINGLE : 0;
    if (this.raws.length > kept + MAX_UNFOLDED) {
      this.folding.add(this.raws.slice(kept).map(raw => ({ raw, line: raw.observation.line - 1 })));
      this.raws.length = kept;
    }
  }

  private disable(line: number, rules: readonly string[]): void {
    this.disabled.set(line, rules);
    if (this.disabled.size <= MAX_DISABLED) return;
    for (const oldest of this.disabled.keys()) { this.disabled.delete(oldest); return; }
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

  /** Text of a line of the present block, or of an earlier one that the machine has asked to remember; else ''. */
  private textOfId(id: number): string {
    const i = id - 1 - this.first;
    return i >= 0 && i < this.columns.length ? this.textOf(i) : this.remembered.get(id) ?? '';
  }

  private remember(id: number): void {
    this.remembered.set(id, this.textOfId(id));
    if (this.remembered.size <= MAX_REMEMBERED) return;
    for (const oldest of this.remembered.keys()) { this.remembered.delete(oldest); return; }
  }

  end(): FileAnalysis {
    if (!this.pending.isEmpty) {
      const rest = this.pending.take();
      this.parse(rest, 0, rest.length);
    }
    const { facts, session } = this;
    const { machine } = session;
    if (this.before > 0) atEnd(machine, this.before);
    if (this.hooks.stateAfterLine !== undefined) this.giveState(Math.max(0, this.before - 1), timeText(facts.lastSec, facts.lastNsec));
    if (this.firstRaw >= 0) {
      const observation = { kind: 'raw-output' as const, line: this.firstRaw + 1, data: { lines: facts.raw }, event: 0, form: 0, zone: -1, who: -1, cpu: -1 };
      matchRules(observation, rule => { this.found(rule, observation); });
    }
    const findings = publish(this.raws, {
      options: this.options, preemptRt: facts.preemptRt, interface: interfaceOf(machine),
      lineOf: id => id - 1, textOf: () => '', disabledAt: line => this.disabled.get(line) ?? [], text: session.ruleText(facts),
    }, this.folding);
    return { summary: session.summary(this.bytes, facts), findings };
  }
}

export const openStream = (options: AnalysisOptions = {}, hooks: StreamHooks = {}): StreamAnalyser => new Stream(options, hooks);
