/** The parser: bytes of a trace in, columns out. No string and no object is made for a line of a stock event. */
import { LineKind, Odd, TaskName, type Columns } from '../trace/columns.js';
import { ev } from '../trace/events.js';
import type { Names } from '../trace/names.js';
import type { Setting } from '../trace/settings.js';
import { CR, HASH, OPEN_BRACKET, findNewline, skipBlanks } from './bytes.js';
import { readBareBody, readBody } from './body.js';
import { BodyTemplates } from './bodyTemplates.js';
import { readComment } from './comments.js';
import { readContext, readLaterSplit } from './context.js';
import { readGraph } from './graph.js';
import { lineDetail } from './lineDetail.js';
import { readLatency, readVerboseLatency } from './latency.js';
import { HtmlPage, Place } from './htmlPage.js';
import { DEFAULT_ROWS, Line, clearRow, fillDefaults } from './line.js';
import { isMarkLine, isRawLine, isRuler, isStackLine, readCpuMark, readPerfRecord, skipLogPrefix } from './marks.js';
import { readPerfColumns } from './perfColumns.js';
import { parseStateOf, type ParseState } from './parseState.js';
import { readNodeTable } from './settings/settingLine.js';
import { skipSource } from './source.js';
import { STOCK_MARGIN } from './stockContext.js';

/** The kernel's lines are at most some pages long. Longer ones are not looked into, so that no line can cost much. */
export const MAX_LINE_BYTES = 1 << 20;

export class LineParser {
  private line: Line | undefined;
  private readonly templates = new BodyTemplates();
  private readonly page = new HtmlPage();
  private last: ParseState | undefined;
  private lastVersion = -1;

  /** `learns`: usual lines go the short way once an earlier line has taught it; the result is the same. */
  constructor(private readonly names: Names, private readonly learns = true) {}

  /**
   * Parses the lines of source[start, end), each ended by a newline or by `end` itself, into `out`, whose old content is dropped,
   * until it is full. Returns the position behind the last parsed line (and its newline).
   *
   * `out.offset[i]` is the place of line i's first byte minus `start`, and `out.offset[out.length]` that of the returned position.
   * A line depends only on its own text, on the ids in `Names`, and on the `state` that the lines before it leave.
   */
  parse(source: Uint8Array, start: number, end: number, out: Columns): number {
    out.clear();
    const line = this.lineFor(out);
    line.setBytes(source);
    const { bytes, view, stock } = line;
    const { templates, page } = this;
    const lastStock = end - STOCK_MARGIN;
    let p = start;
    let row = 0;
    while (p < end && row < out.capacity) {
      out.offset[row] = p - start;
      if (row % DEFAULT_ROWS === 0) fillDefaults(out, row);
      line.row = row;
      if (page.place !== Place.Text) {
        const next = this.readPageLine(line, p, end);
        if (next >= 0) {
          row++;
          p = next < end ? next + 1 : end;
          continue;
        }
      }
      let body = p <= lastStock ? stock.read(bytes, view, p, out, row) : -1;
      let newline = body >= 0 ? templates.read(line, body, end) : -1;
      if (newline - p >= MAX_LINE_BYTES) {
        clearRow(out, row);
        newline = body = -1;
      }
      if (newline < 0) {
        newline = findNewline(bytes, view, body >= 0 ? body : p, end);
        line.begin(row, p, newline > p && bytes[newline - 1] === CR ? newline - 1 : newline);
        if (line.end - p > MAX_LINE_BYTES) {
          if (body >= 0) clearRow(out, row);
          out.kind[row] = LineKind.Unrecognised;
        } else if (body >= 0) this.readNewBody(line, body);
        else this.readLine(line, end);
      }
      row++;
      p = newline < end ? newline + 1 : end;
    }
    out.length = row;
    out.offset[row] = p - start;
    return p;
  }

  /** A line of a page that is not wholly of the trace, or that opens a section: returns the place of its newline. -1 for any other line. */
  private readPageLine(line: Line, from: number, bound: number): number {
    const { page } = this;
    const { bytes, view, out, row } = line;
    const newline = findNewline(bytes, view, from, bound);
    const end = newline > from && bytes[newline - 1] === CR ? newline - 1 : newline;
    if (!page.isTrace(bytes, from, end)) {
      out.kind[row] = LineKind.Markup;
      return newline;
    }
    if (page.from === from && page.end === end && !page.isFirst) return -1;
    line.begin(row, from, page.end);
    line.start = page.from;
    if (end - from > MAX_LINE_BYTES) out.kind[row] = LineKind.Unrecognised;
    else this.readLine(line, -1);
    if (page.isFirst && out.kind[row] !== LineKind.Blank) {
      page.decide(out.kind[row] !== LineKind.Unrecognised);
      if (out.kind[row] === LineKind.Unrecognised) out.kind[row] = LineKind.Markup;
    }
    return newline;
  }

  /** Decides what the line is; each reader leaves the row untouched, or as it was, where it does not apply. `bound` < 0: it is a part of a line. */
  private readLine(line: Line, bound: number): void {
    const { bytes, out, row } = line;
    if (bytes[line.start] === HASH && line.start < line.end) { readComment(line); return; }
    if (bytes[line.start] === OPEN_BRACKET) line.start = skipLogPrefix(line);
    const body = readContext(line);
    if (body >= 0) {
      if (bound < 0) this.readWholeBody(line, body);
      else if (this.templates.read(line, body, bound) < 0) this.readNewBody(line, body);
      if (line.laterSplit) this.tryLaterSplit(line, bound);
      return;
    }
    const first = skipBlanks(bytes, line.start, line.end);
    out.kind[row] = first >= line.end ? LineKind.Blank : kindWithoutContext(line, first);
  }

  /** The first split makes sense of the body, or else the later one does. */
  private tryLaterSplit(line: Line, bound: number): void {
    const { out, row } = line;
    if (out.kind[row] !== LineKind.Unrecognised) { out.bad[row] |= Odd.ManySplits; return; }
    clearRow(out, row);
    const body = readLaterSplit(line);
    if (bound < 0) this.readWholeBody(line, body); else this.readNewBody(line, body);
  }

  /** A body, behind a context, for which there is no template yet. */
  private readNewBody(line: Line, body: number): void {
    if (this.readWholeBody(line, body) && this.learns && !isOfWorker(line)) this.templates.learn(line, body);
  }

  private readWholeBody(line: Line, body: number): boolean {
    if (line.out.flags[line.row] === 0 && readPerfRecord(line, body)) return false;
    readBody(line, body);
    if (isOfWorker(line)) noteTaskName(line);
    return true;
  }

  /** What the lines read so far say about the next one. */
  get state(): ParseState {
    const { vocabulary } = this.lineFor(undefined);
    const { place } = this.page;
    if (this.last === undefined || this.lastVersion !== vocabulary.version || this.last.place !== place || this.last.typesGiven !== vocabulary.typesGiven) {
      this.last = parseStateOf([...vocabulary.aliases.values()], vocabulary.types, vocabulary.typesGiven, place);
      this.lastVersion = vocabulary.version;
    }
    return this.last;
  }

  /** The next line is read as behind the lines that have left this state. */
  resume(state: ParseState): void {
    const present = this.state;
    if (state.key === present.key) return;
    const { vocabulary } = this.lineFor(undefined);
    if (parseStateOf(state.events, state.types, state.typesGiven, present.place).key !== present.key) vocabulary.resume(state);
    this.page.place = state.place;
  }

  /** A setting that holds for this trace, too, as if it stood in front of the next line. */
  learn(setting: Setting): void {
    this.lineFor(undefined).vocabulary.learn(setting);
  }

  private lineFor(out: Columns | undefined): Line {
    this.line ??= new Line(this.names, this.learns);
    if (out) this.line.out = out;
    return this.line;
  }
}

function kindWithoutContext(line: Line, first: number): LineKind {
  const { bytes, end, out, row } = line;
  if (bytes[first] === HASH) { readComment(line); return kindOf(out, row); }
  if (readCpuMark(line, line.start) || readGraph(line)) return kindOf(out, row);
  if (isStackLine(line)) return LineKind.Stack;
  if (isRawLine(line)) return LineKind.Raw;
  let body = readLatency(line);
  if (body < 0) body = readVerboseLatency(line);
  if (body >= 0) { readBody(line, body); return kindOf(out, row); }
  if (isRuler(line)) return LineKind.GraphArt;
  if (isMarkLine(line, line.start)) return LineKind.Header;
  body = readPerfColumns(line);
  if (body >= 0) {
    if (!readPerfRecord(line, body)) readBody(line, body);
    return kindOf(out, row);
  }
  const source = skipSource(bytes, line.start, end);
  if (source > line.start) {
    if (isMarkLine(line, source)) return LineKind.Header;
    if (readCpuMark(line, source)) return kindOf(out, row);
  }
  if (readNodeTable(line, first)) return LineKind.Setting;
  return readBareBody(line, first) ? kindOf(out, row) : LineKind.Unrecognised;
}

const kinds: readonly LineKind[] = Object.values(LineKind);
const kindOf = (out: Columns, row: number): LineKind => kinds[out.kind[row]];

const workersOnly = [ev('page_reporting_cycle'), ev('page_reporting_fill')];

/** Does the worker alone print such lines? They are few, and each is read the long way, because its task's name counts. */
const isOfWorker = ({ out, row }: Line): boolean => out.event[row] === workersOnly[0] || out.event[row] === workersOnly[1];

function noteTaskName(line: Line): void {
  const name = lineDetail(line.text(line.lineStart, line.end)).task?.text;
  if (name === undefined || /^<(?:\.\.\.|XXX)>$/.test(name)) return;
  line.out.has[line.row] |= name.startsWith('kworker/') ? TaskName.Worker : TaskName.Other;
}
