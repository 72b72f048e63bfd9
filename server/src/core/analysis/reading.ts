/** The lines of a trace, stepped once from its start to its end. Line ids are line numbers, 1-based. */
import type { AnalysisOptions, FileAnalysis, StreamHooks } from '../api.js';
import { interfaceOf } from '../engine/config.js';
import { atEnd } from '../engine/lifecycle.js';
import { type MissingEvents, lastLines, soonestLoss } from '../engine/lost.js';
import type { Observation } from '../engine/observation.js';
import type { Rule } from '../rules/defineRule.js';
import { Columns, LineKind } from '../trace/columns.js';
import { Block } from './block.js';
import { addLines, noFacts } from './facts.js';
import { Gathering } from './gathering.js';
import { HeldRows } from './heldRows.js';
import { checkInput } from './inputChecks.js';
import { passageOf, type Passage } from './missing.js';
import { placeOn, publish } from './publish.js';
import { collect, matchRules, rawOutput } from './rawFinding.js';
import { mayRepeat, repetition } from './repeats.js';
import { SeriesTracker, type Tracker } from './series.js';
import type { Session } from './session.js';
import { timeText } from './timeText.js';
import { StateAsked } from './stateAsked.js';

/** Lines of earlier blocks whose text is kept because a finding about them may come. */
const MAX_REMEMBERED = 1000;
/** `disable-next-line` settings that are remembered; findings about much earlier lines are rare. */
const MAX_DISABLED = 10_000;

/** What a reader of the trace that keeps more than findings is told. */
export interface ReadingHooks extends StreamHooks {
  /** In place of `onSeries`. */
  readonly tracker?: Tracker;
  /** After each block of lines; `first`: 0-based line of row 0. Not those that are looked at aside. */
  readonly onBlock?: (columns: Columns, first: number) => void;
  /** Of each finding before they are folded; not those that are found aside. */
  readonly onFinding?: (rule: Rule, observation: Observation) => void;
  /** Findings behind the passage's begin vanish, but for those that stand alone. Not of lines that are looked at aside. */
  readonly onMissing?: (passage: Passage) => void;
}

export class Reading {
  facts = noFacts();
  /** Lines that have been stepped. */
  lines = 0;
  private block = new Block(new Columns(0));
  private found: Gathering;
  private readonly remembered = new Map<number, string>();
  private readonly disabled = new Map<number, readonly string[]>();
  private readonly tracker: Tracker | undefined;
  private readonly rows: HeldRows | undefined;
  /** Lines before the present block. */
  private first = 0;
  private firstRaw = -1;
  private readonly state: StateAsked | undefined;
  /** While `aside` looks at what may yet go on. */
  private whole: { readonly block: Block; readonly first: number } | undefined;
  private readonly textAt = (i: number): string => this.block.textOf(i) ?? '';

  constructor(private readonly session: Session, private options: AnalysisOptions, private readonly hooks: ReadingHooks = {}) {
    if (hooks.tracker !== undefined) this.tracker = hooks.tracker;
    else if (hooks.onSeries !== undefined) {
      const typeName = hooks.seriesByMigratetype === true ? (type: number): string => session.typeNames(this.facts)[type] ?? String(type) : undefined;
      const rows = new HeldRows(hooks.onSeries);
      this.rows = rows;
      this.tracker = new SeriesTracker(session.names, row => { rows.add(row); }, typeName);
    }
    if (hooks.stateAfterLine !== undefined && hooks.onState !== undefined) {
      this.state = new StateAsked(hooks.stateAfterLine, session.machine, () => session.typeNames(this.facts), hooks.onState);
    }
    this.found = new Gathering(() => this.options.fold !== false, () => lastLines(session.machine));
    this.listen();
  }

  /** Takes the machine's observations, also after somebody else had them. */
  listen(): void {
    const { machine } = this.session;
    machine.onRemember = id => { this.remember(id); };
    machine.onMissing = missing => { this.lose(missing); };
    collect(machine, (rule, observation) => { this.find(rule, observation); }, () => { this.facts.preemptRt = true; });
  }

  private lose(missing: MissingEvents): void {
    this.found.lose(missing.sinceId);
    if (this.whole !== undefined) return;
    const passage = passageOf(missing, this.session.machine.line, id => id - 1);
    this.rows?.lose(passage);
    this.state?.lose(passage);
    this.hooks.onMissing?.(passage);
  }

  /** Another interface needs another reading. */
  setOptions(options: AnalysisOptions): void {
    this.options = options;
  }

  private find(rule: Rule, observation: Observation): void {
    const line = observation.line - 1;
    if (this.disabled.get(line)?.includes(rule.id) === true) return;
    if (this.whole === undefined) this.hooks.onFinding?.(rule, observation);
    this.found.add({ rule, observation }, line, () => placeOn(this.textOfId(observation.line), rule.at(observation)));
  }

  /** Steps the lines of a block, which are to stay as they are until `Block.keep` or the next call. */
  step(block: Block): void {
    this.block = block;
    const { columns } = block;
    const { facts, session: { machine }, lines: before, state } = this;
    const asked = (state?.line ?? -1) - before;
    const tracker = this.whole === undefined ? this.tracker : undefined;
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
      if (mayRepeat(columns, i) && block.repeats(i)) this.repeated(i);
      if (tracker !== undefined && machine.touched.length > 0) tracker.after(machine, before + i, columns.sec[i], columns.nsec[i]);
      if (i === asked) state?.reach(before + i, timeText(columns.sec[i], columns.nsec[i]));
    }
    this.lines += columns.length;
    if (this.whole === undefined) this.hooks.onBlock?.(columns, before);
    this.found.settle();
    this.rows?.release(soonestLoss(machine));
    state?.settle(this.lines, false);
  }

  private repeated(i: number): void {
    const { block: { columns }, lines } = this;
    const observation = repetition(columns, i, lines + i + 1, lines + i);
    matchRules(observation, rule => { this.find(rule, observation); });
  }

  private disable(line: number, rules: readonly string[]): void {
    this.disabled.set(line, rules);
    if (this.disabled.size <= MAX_DISABLED) return;
    for (const oldest of this.disabled.keys()) { this.disabled.delete(oldest); return; }
  }

  /** Text of a line of the present block, or of an earlier one that the machine has asked to remember; else ''. */
  private textOfId(id: number): string {
    const { block, first, whole } = this;
    return block.textOf(id - 1 - first) ?? whole?.block.textOf(id - 1 - whole.first) ?? this.remembered.get(id) ?? '';
  }

  private remember(id: number): void {
    this.remembered.set(id, this.textOfId(id));
    if (this.remembered.size <= MAX_REMEMBERED) return;
    for (const oldest of this.remembered.keys()) { this.remembered.delete(oldest); return; }
  }

  /** `look` may step lines and conclude; then all is as before, but for the words of the machine, which are the caller's to put back. */
  aside(look: () => FileAnalysis): FileAnalysis {
    const { block, first, lines, facts, found, firstRaw } = this;
    this.whole = { block, first };
    this.facts = { ...facts };
    this.found = found.copy();
    const analysis = look();
    this.block = block;
    this.first = first;
    this.lines = lines;
    this.facts = facts;
    this.found = found;
    this.firstRaw = firstRaw;
    this.whole = undefined;
    return analysis;
  }

  /** `ended`: with what the end of the trace shows. `bytes`: of the trace. `lineText` names a line (0-based) in a message. */
  conclude(ended: boolean, bytes: number, lineText?: (line: number) => string): FileAnalysis {
    const { facts, session, lines } = this;
    const { machine } = session;
    if (ended && lines > 0) atEnd(machine, lines);
    if (ended) this.rows?.release(Infinity);
    this.state?.reach(Math.max(0, lines - 1), timeText(facts.lastSec, facts.lastNsec));
    this.state?.settle(lines, true);
    if (this.firstRaw >= 0) {
      const observation = rawOutput(this.firstRaw + 1, facts.raw);
      matchRules(observation, rule => { this.find(rule, observation); });
    }
    const { raws, folding } = this.found.result();
    const findings = publish(raws, {
      options: this.options, preemptRt: facts.preemptRt, interface: interfaceOf(machine),
      lineOf: id => id - 1, textOf: () => '', disabledAt: line => this.disabled.get(line) ?? [], text: session.ruleText(facts),
      ...(lineText === undefined ? {} : { lineText }),
    }, folding);
    return { summary: session.summary(bytes, facts, id => id - 1), findings };
  }
}
