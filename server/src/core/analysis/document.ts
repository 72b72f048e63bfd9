/** An open trace: text that can be edited, and the answers about it. */
import type {
  AnalysisOptions, CompletionView, EventAlias, Finding, FoldView, HoverView, SeriesRow, StateView, SymbolView, TextEdit, TraceDocument, TraceSummary,
} from '../api.js';
import { MAX_ZONES } from '../engine/layout.js';
import { rules } from '../rules/registry.js';
import { SeriesThinner } from '../report/seriesThinner.js';
import { aliasText } from '../parse/parseState.js';
import { LineKind } from '../trace/columns.js';
import { ChunkList } from './chunkList.js';
import { completionsOf } from './completion.js';
import { foldedFindings, sureFindings } from './chunkFolding.js';
import { Folding } from './folding.js';
import { hoverOf } from './hover.js';
import { outline, foldsOf } from './outline.js';
import { MissingLines, passageOf } from './missing.js';
import { keysOf, ownEvents } from './ownEvents.js';
import { nextOfPage, previousOfPage } from './pageEvents.js';
import { publish, type PublishContext } from './publish.js';
import { matchRules, rawOutput, type RawFinding } from './rawFinding.js';
import { Replay } from './replay.js';
import { SERIES_ROW, anyCount, countsOf, noCounts, sameCounts, seriesRow } from './series.js';
import { Session } from './session.js';
import { commOf } from './commOf.js';
import { timeText } from './timeText.js';
import { stateView } from './views.js';

export class Document implements TraceDocument {
  readonly list: ChunkList;
  session: Session;
  replay: Replay;
  private readonly comms = new Map<number, string>();
  private published: readonly Finding[] | undefined;
  private missing: MissingLines | undefined;
  /** How many there were when all of the text was read. */
  private zones = Infinity;

  constructor(text: string, private options: AnalysisOptions) {
    this.list = new ChunkList(text);
    this.session = new Session(options);
    this.replay = new Replay(this.session, this.list);
    this.watchNames();
  }

  /** Task names follow the text: the first line that shows a name for the task gives it. */
  private watchNames(): void {
    this.session.names.presentComm = id => {
      let comm = this.comms.get(id);
      if (comm === undefined) {
        comm = commOf(this.list.chunks, id);
        if (comm !== undefined) this.comms.set(id, comm);
      }
      return comm;
    };
  }

  get lineCount(): number {
    return this.list.lineCount;
  }

  lineText(line: number): string {
    return this.list.lineText(line);
  }

  edit(edits: readonly TextEdit[]): void {
    for (const edit of edits) {
      this.replay.prepare(this.list.indexAt(edit.startLine));
      this.replay.changed(this.list.edit(edit));
    }
    this.published = undefined;
    this.missing = undefined;
    this.comms.clear();
  }

  setOptions(options: AnalysisOptions): void {
    const again = options.interface !== this.options.interface || eventsText(options) !== eventsText(this.options);
    this.options = options;
    this.published = undefined;
    if (again) this.restart();
  }

  private restart(): void {
    this.missing = undefined;
    this.session = new Session(this.options);
    this.replay = new Replay(this.session, this.list);
    for (const chunk of this.list.chunks) chunk.parsed = false;
    this.comms.clear();
    this.watchNames();
    this.zones = Infinity;
  }

  /** Names of zones that were typed and are gone leave numbers behind; before those run out, all is read anew. */
  private settle(): void {
    this.replay.settle();
    const { names } = this.session;
    if (names.zones.length > MAX_ZONES && names.zones.length > this.zones) {
      this.restart();
      this.replay.settle();
    }
    if (this.zones === Infinity) this.zones = this.session.names.zones.length;
  }

  findings(): readonly Finding[] {
    if (this.published !== undefined) return this.published;
    this.settle();
    const raws: RawFinding[] = [];
    const folding = new Folding();
    const missing = this.missingLines();
    this.list.chunks.forEach((chunk, k, chunks) => {
      const folded = this.options.fold === false ? undefined : foldedFindings(chunk, chunks[k - 1], missing);
      if (folded === undefined) raws.push(...sureFindings(chunk, missing));
      else folding.merge(folded, chunk.start);
    });
    raws.push(...this.replay.repeatsAtBorders());
    raws.push(...this.replay.end().findings);
    this.addRaw(raws);
    this.published = publish(raws, this.context(), folding);
    return this.published;
  }

  private missingLines(): MissingLines {
    return this.missing ??= new MissingLines(this.list.chunks.flatMap(({ missing }) => missing.map(at => passageOf(at, at.id, id => this.list.lineOf(id)))));
  }

  /** Output of the raw or hex option: one finding for the file, at its first such line. */
  private addRaw(raws: RawFinding[]): void {
    const { raw } = this.replay.facts();
    if (raw === 0) return;
    for (const chunk of this.list.chunks) {
      if (chunk.facts.raw === 0) continue;
      const { kind } = chunk.packed.rows();
      let i = 0;
      while (kind[i] !== LineKind.Raw) i++;
      const line = chunk.ids[i];
      const observation = rawOutput(line, raw);
      matchRules(observation, rule => { raws.push({ rule, observation }); });
      return;
    }
  }

  private context(): PublishContext {
    const facts = this.replay.facts();
    return {
      options: this.options, preemptRt: facts.preemptRt, interface: this.replay.end().interface,
      lineOf: id => this.list.lineOf(id), textOf: (_, line) => this.list.lineText(line),
      disabledAt: line => this.disabledAt(line), text: this.session.ruleText(facts),
    };
  }

  private disabledAt(line: number): readonly string[] {
    if (line === 0) return [];
    const chunk = this.list.chunks[this.list.indexAt(line - 1)];
    const setting = chunk.packed.settings.get(line - 1 - chunk.start);
    return setting?.type === 'disable-next-line' ? setting.rules : [];
  }

  summary(): TraceSummary {
    this.settle();
    this.replay.moveTo(this.list.chunks.length);
    let bytes = 0;
    for (const chunk of this.list.chunks) bytes += chunk.text.length;
    return this.session.summary(bytes, this.replay.facts(), id => this.list.lineOf(id));
  }

  stateAt(line: number): StateView {
    this.settle();
    const at = Math.max(0, Math.min(line, this.lineCount - 1));
    const index = this.list.indexAt(at);
    const chunk = this.list.chunks[index];
    const local = at - chunk.start;
    const { length, sec, nsec } = chunk.packed.rows();
    const time = local < length ? timeText(sec[local], nsec[local]) : null;
    const types = this.session.typeNames(this.replay.facts());
    const missing = this.missingLines().at(at);
    return this.replay.atLine(index, local, () => stateView(this.session.machine, at, time, types, id => this.list.lineOf(id), missing));
  }

  series(zone: string, node: number, order: number, points: number): readonly SeriesRow[] {
    this.settle();
    const id = this.session.names.zones.findIndex(z => z.name === zone && z.node === node);
    const rows: SeriesRow[] = [];
    const key = (id << 4) | order;
    const last = noCounts();
    const now = noCounts();
    for (const [k, { start, packed }] of this.list.chunks.entries()) {
      const series = this.replay.seriesOf(k);
      const columns = packed.rows();
      for (let i = 0; i < series.length; i += SERIES_ROW) {
        if (series[i + 1] !== key) continue;
        countsOf(series, i + 2, now);
        if (rows.length === 0 ? !anyCount(now) : sameCounts(last, now)) continue;
        Object.assign(last, now);
        const local = series[i];
        rows.push(seriesRow(now, start + local, timeText(columns.sec[local], columns.nsec[local]), zone, node, order));
      }
    }
    const thinner = new SeriesThinner(points);
    for (const row of this.missingLines().sure(rows)) thinner.add(row);
    return thinner.rows();
  }

  hover(line: number, column: number): HoverView | undefined {
    this.settle();
    if (line >= this.lineCount) return undefined;
    const { chunks } = this.list;
    const index = this.list.indexAt(line);
    const { packed, start } = chunks[index];
    return hoverOf({
      line, columns: packed.rows(), local: line - start, text: this.lineText(line), names: this.session.names, findings: this.findings().filter(f => f.line === line),
      declared: () => this.declaredBefore(line), stateAt: () => this.stateAt(line),
      earlierOfPage: pfn => previousOfPage(chunks, index, line, pfn), nextOfPage: pfn => nextOfPage(chunks, index, line, pfn),
    }, column);
  }

  completions(line: number, column: number): readonly CompletionView[] {
    if (line >= this.lineCount) return [];
    this.settle();
    const { session: { names } } = this;
    return completionsOf({
      text: this.lineText(line), ruleIds: rules.map(({ id }) => id), zones: names.zones.filter(({ name }) => !name.startsWith('0x')).map(({ name }) => name),
      declared: this.declaredBefore(line), ownEvents: () => ownEvents(this.list.chunks, names), keysOf: name => keysOf(this.list.chunks, name),
    }, column);
  }

  /** `event` declarations of the settings and of the lines up to this one. */
  private declaredBefore(line: number): readonly EventAlias[] {
    const { before, packed, start } = this.list.chunks[this.list.indexAt(line)];
    const declared: EventAlias[] = [...before.events];
    for (const [i, setting] of packed.settings) if (setting.type === 'event-alias' && start + i <= line) declared.push(setting);
    return declared;
  }

  symbols(): readonly SymbolView[] {
    this.settle();
    return outline(this.list.chunks, this.session.names);
  }

  folds(): readonly FoldView[] {
    return foldsOf(this.symbols());
  }
}

const eventsText = ({ events = [] }: AnalysisOptions): string => events.map(aliasText).join('\n');
