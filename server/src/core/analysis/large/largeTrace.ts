/** A trace that is read once, from the start to the end, and can then be asked about any line. Its text is not kept, it is read again. */
import type { AnalysisOptions, EventAlias, FileAnalysis, Finding, FindingsPage, FindingsQuery, HoverView, LargeTrace, ReadBytes, SeriesRow, StateView } from '../../api.js';
import { Timeline, type Checkpoint, type TimelineLimits } from '../../engine/timeline.js';
import type { Columns } from '../../trace/columns.js';
import { hoverOf } from '../hover.js';
import { MissingLines, beginOf, type Passage } from '../missing.js';
import { Session } from '../session.js';
import { Stream } from '../stream.js';
import { timeText } from '../timeText.js';
import { stateView } from '../views.js';
import { Occurrences } from './occurrences.js';
import { nextInFile, previousInFile } from './pageSearch.js';
import { ParseStates } from './parseStates.js';
import { copyRow } from './row.js';
import { SeriesStore } from './seriesStore.js';
import { Walk } from './walk.js';

/** Passages of missing events that are kept; more are taken for one with the last. */
const MOST_PASSAGES = 1 << 16;

interface At { readonly view: StateView; readonly columns: Columns; readonly text: string; readonly declared: readonly EventAlias[] }

export class LargeTraceReader implements LargeTrace {
  private readonly stream: Stream;
  private readonly timeline: Timeline;
  private readonly states: ParseStates;
  private readonly walk: Walk;
  private bytes = 0;
  private found: FileAnalysis | undefined;
  private ended = false;
  private byLine: ReadonlyMap<number, readonly Finding[]> = new Map();
  private readonly counts: SeriesStore;
  private readonly occurrences: Occurrences;
  private readonly passages: Passage[] = [];
  private missing: MissingLines | undefined;

  constructor(options: AnalysisOptions, read: ReadBytes, limits?: TimelineLimits) {
    const session = new Session(options);
    this.counts = new SeriesStore(session.names);
    this.occurrences = new Occurrences(session.machine);
    this.stream = new Stream(options, {
      tracker: this.counts,
      onFinding: (rule, observation) => { this.occurrences.add(rule, observation); },
      onMissing: passage => {
        this.occurrences.lose(beginOf(passage));
        this.addPassage(passage);
      },
      onBlock: () => {
        this.states.add(this.stream.lines);
        this.timeline.advance(this.stream.lines, this.stream.consumed);
      },
    }, session);
    const { machine, parser } = session;
    this.timeline = new Timeline(machine.store, limits);
    this.states = new ParseStates(parser);
    this.walk = new Walk(parser, this.states, read, () => this.bytes);
  }

  get lineCount(): number {
    return this.stream.lines;
  }

  push(bytes: Uint8Array): void {
    this.timeline.home();
    this.stream.push(bytes);
    this.bytes += bytes.length;
    this.found = undefined;
  }

  setOptions(options: AnalysisOptions): void {
    this.stream.setOptions(options);
    this.found = undefined;
  }

  analysis(ended: boolean): FileAnalysis {
    if (this.found !== undefined && this.ended === ended) return this.found;
    const { stream } = this;
    this.found = this.timeline.ahead(this.here, () => stream.soFar(ended));
    this.ended = ended;
    const byLine = new Map<number, Finding[]>();
    for (const finding of this.found.findings) {
      const known = byLine.get(finding.line);
      if (known === undefined) byLine.set(finding.line, [finding]); else known.push(finding);
    }
    this.byLine = byLine;
    return this.found;
  }

  stateAt(line: number): StateView | undefined {
    return this.at(line)?.view;
  }

  hover(line: number, column: number): HoverView | 'nothing' | 'unreadable' {
    const at = this.at(line);
    if (at === undefined) return 'unreadable';
    const { view, columns, text, declared } = at;
    const { walk, timeline, stream: { session: { names } } } = this;
    return hoverOf({
      line, columns, local: 0, text, names, findings: this.byLine.get(line) ?? [], declared: () => declared, stateAt: () => view,
      earlierOfPage: pfn => previousInFile(walk, timeline, line, pfn), nextOfPage: pfn => nextInFile(walk, timeline, line, pfn),
    }, column) ?? 'nothing';
  }

  findingsPage(findings: readonly Finding[], query: FindingsQuery): FindingsPage {
    return this.occurrences.page(findings, query);
  }

  series(zone: string, node: number, order: number, points: number): readonly SeriesRow[] {
    return this.missingLines().sure(this.counts.rows(zone, node, order, points));
  }

  private addPassage(passage: Passage): void {
    const { passages } = this;
    const last = passages.length < MOST_PASSAGES ? undefined : passages.pop();
    passages.push(last === undefined ? passage : { ...last, cpu: -1, after: last.after === null || passage.after === null ? null : Math.min(last.after, passage.after), before: passage.before });
    this.missing = undefined;
  }

  private missingLines(): MissingLines {
    return this.missing ??= new MissingLines(this.passages);
  }

  private get here(): Checkpoint {
    return { line: this.stream.lines, byte: this.stream.consumed };
  }

  /** The state after a line, and the line. */
  private at(line: number): At | undefined {
    const { stream, timeline, walk } = this;
    const { machine } = stream.session;
    let found: At | undefined;
    timeline.excursion(line, this.here, from => {
      machine.onObservation(() => undefined);
      machine.onRemember = undefined;
      machine.onMissing = undefined;
      walk.from(from, (columns, first, textOf) => {
        const last = Math.min(columns.length - 1, line - first);
        for (let i = 0; i <= last; i++) machine.step(columns, i, first + i + 1);
        if (line >= first + columns.length) return false;
        const time = timeText(columns.sec[last], columns.nsec[last]);
        const view = stateView(machine, line, time, stream.session.typeNames(stream.facts), id => id - 1, this.missingLines().at(line));
        found = { view, columns: copyRow(columns, last), text: textOf(last), declared: stream.session.parser.state.events };
        return true;
      });
      stream.listen();
    });
    return found;
  }
}

export const openLargeTrace = (options: AnalysisOptions, read: ReadBytes): LargeTrace => new LargeTraceReader(options, read);
