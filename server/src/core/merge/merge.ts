/**
 * Per-CPU parts of one trace, merged by time while they are read: lines of equal times by CPU, then in the order of the parts.
 *
 * The header of each part (its lines up to the first that has a time) comes first. Behind it, a line without a time stays with the
 * line before it (a stack) or with the one behind it (lost events, settings).
 */
import type { AnalysisOptions, FileAnalysis, Finding } from '../api.js';
import { Block, BLOCK_LINES } from '../analysis/block.js';
import { Reading } from '../analysis/reading.js';
import { Session } from '../analysis/session.js';
import { LineKind } from '../trace/columns.js';
import type { Setting } from '../trace/settings.js';
import { LineMap } from './lineMap.js';
import { Part } from './part.js';
import { Rows } from './rows.js';

export type MergeStep =
  /** Bytes of this part are needed; those that it was given last are not needed any more. */
  | { readonly type: 'wants'; readonly part: number }
  | { readonly type: 'end' }
  /** The parts cannot be merged; `line` is 0-based. */
  | { readonly type: 'refused'; readonly part: number; readonly line: number; readonly reason: 'no-time' | 'other-clock' };

export interface Merger {
  /** The memory must stay as it is until the part is wanted again. */
  give(part: number, bytes: Uint8Array): void;
  /** There are no more bytes of the part. */
  finish(part: number): void;
  next(): MergeStep;
  /** After the step `end`. */
  end(): FileAnalysis;
}

/** Behind every time. */
const NEVER = Infinity;

class Merge implements Merger {
  private readonly parts: readonly Part[];
  private readonly map: LineMap;
  private readonly session: Session;
  private readonly reading: Reading;
  private readonly merged = new Rows(BLOCK_LINES);
  private readonly block = new Block(this.merged.columns);
  private isReplayed = false;
  /** Parts whose header has been passed on. */
  private begun = 0;
  private readonly shared: Setting[] = [];
  /** The first part with a time, whose clock the others must have. */
  private clockPart = -1;
  private isCounter = false;
  /** When the next line of each part has its turn; -1: at once. */
  private readonly sec: Float64Array;
  private readonly nsec: Int32Array;
  private readonly cpu: Int16Array;
  /** Parts whose turn has been noted once. */
  private noted = 0;
  /** The part that went on last: its turn is to be noted anew. */
  private last = -1;

  constructor(private readonly names: readonly string[], options: AnalysisOptions) {
    this.session = new Session(options);
    this.reading = new Reading(this.session, options);
    this.map = new LineMap(names.length);
    this.parts = names.map(() => new Part(this.session.names, this.session.start));
    this.sec = new Float64Array(names.length);
    this.nsec = new Int32Array(names.length);
    this.cpu = new Int16Array(names.length);
    this.merged.clear();
  }

  give(part: number, bytes: Uint8Array): void {
    this.parts[part].give(bytes);
  }

  finish(part: number): void {
    this.parts[part].finish();
  }

  next(): MergeStep {
    for (; this.begun < this.parts.length; this.begun++) {
      const step = this.passHeader(this.begun);
      if (step !== undefined) return step;
      if (this.begun === this.parts.length - 1 && this.shared.length > 0) for (const part of this.parts) part.learn(this.shared);
    }
    for (; this.noted < this.parts.length; this.noted++) {
      if (!this.note(this.noted)) return { type: 'wants', part: this.noted };
    }
    for (;;) {
      if (this.last >= 0 && !this.note(this.last)) return { type: 'wants', part: this.last };
      const first = this.earliest(-1);
      if (this.sec[first] === NEVER) break;
      this.goOn(first, this.earliest(first));
      this.last = first;
    }
    this.flush();
    return { type: 'end' };
  }

  /** Passes on the lines of a part in front of the first that has a time. */
  private passHeader(index: number): MergeStep | undefined {
    const part = this.parts[index];
    const { columns } = part;
    for (;;) {
      if (!part.hasRow()) return part.hasEnded ? undefined : { type: 'wants', part: index };
      const { row } = part;
      const setting = columns.settings.get(row);
      if (columns.sec[row] >= 0) break;
      const kind = columns.kind[row];
      if (kind === LineKind.Event) return this.refuse(index, 'no-time');
      // They are about the line that follows.
      if (kind === LineKind.Lost || setting?.type === 'disable-next-line') return undefined;
      if (setting?.type === 'event-alias' || setting?.type === 'options' || setting?.type === 'tracer') this.shared.push(setting);
      this.pass(index, row + 1);
    }
    const isCounter = columns.nsec[part.row] < 0;
    if (this.clockPart >= 0 && isCounter !== this.isCounter) return this.refuse(index, 'other-clock');
    if (this.clockPart < 0) this.clockPart = index;
    this.isCounter = isCounter;
    return undefined;
  }

  private refuse(part: number, reason: 'no-time' | 'other-clock'): MergeStep {
    return { type: 'refused', part, line: this.map.linesOf(part), reason };
  }

  /** Notes when the next line of the part has its turn; false where that is not known yet. */
  private note(index: number): boolean {
    const part = this.parts[index];
    if (!part.settle()) return false;
    const { columns, row } = part;
    const isTimed = row < columns.length && columns.sec[row] >= 0;
    const isBack = isTimed && part.isBack(row);
    this.sec[index] = part.isOver ? NEVER : !isTimed ? -1 : isBack ? part.sec : columns.sec[row];
    this.nsec[index] = !isTimed ? -1 : isBack ? part.nsec : columns.nsec[row];
    this.cpu[index] = isTimed ? columns.cpu[row] : -1;
    return true;
  }

  /** The part that is next; `but` is left out. */
  private earliest(but: number): number {
    const { sec, nsec, cpu } = this;
    let first = but === 0 ? 1 : 0;
    for (let i = first + 1; i < sec.length; i++) {
      if (i === but || sec[i] > sec[first]) continue;
      if (sec[i] < sec[first] || nsec[i] < nsec[first] || (nsec[i] === nsec[first] && cpu[i] < cpu[first])) first = i;
    }
    return first;
  }

  /** Passes on what waits in the part, and its lines up to the first whose turn is behind that of the part `other`. */
  private goOn(index: number, other: number): void {
    const part = this.parts[index];
    const { columns, waiting } = part;
    if (waiting.length > 0) {
      this.makeRoom(waiting.length);
      this.merged.add(waiting.columns, waiting.bytes, 0, 0, waiting.length);
      this.map.add(index, waiting.length);
      waiting.clear();
    }
    let row = part.row;
    for (; row < columns.length; row++) {
      if (columns.sec[row] < 0) {
        if (part.standsBefore(row)) break;
      } else {
        if (row > part.row && this.isBehind(part, row, index, other)) break;
        part.passed(row);
      }
    }
    for (let i = part.row; i < row; i++) if (columns.kind[i] === LineKind.Event) part.events++;
    if (row > part.row) this.pass(index, row);
  }

  private isBehind(part: Part, row: number, index: number, other: number): boolean {
    if (other >= this.parts.length) return false;
    const { columns } = part;
    const isBack = part.isBack(row);
    const sec = isBack ? part.sec : columns.sec[row];
    const nsec = isBack ? part.nsec : columns.nsec[row];
    if (sec !== this.sec[other]) return sec > this.sec[other];
    if (nsec !== this.nsec[other]) return nsec > this.nsec[other];
    return columns.cpu[row] > this.cpu[other] || (columns.cpu[row] === this.cpu[other] && index > other);
  }

  /** Passes on the part's lines up to `to`. */
  private pass(index: number, to: number): void {
    const part = this.parts[index];
    while (part.row < to) {
      this.makeRoom(1);
      const end = Math.min(to, part.row + this.merged.free);
      this.merged.add(part.columns, part.bytes, part.start, part.row, end);
      this.map.add(index, end - part.row);
      part.row = end;
    }
  }

  private makeRoom(lines: number): void {
    if (this.merged.free >= lines && !this.isReplayed) return;
    this.flush();
    this.merged.clear();
    this.isReplayed = false;
  }

  /** The block is left as it is until there are more lines: findings of the trace's end may be about it. */
  private flush(): void {
    if (this.isReplayed) return;
    this.block.lieIn(this.merged.bytes, 0);
    this.reading.step(this.block);
    this.block.pass();
    this.isReplayed = true;
  }

  end(): FileAnalysis {
    const { map, names, parts } = this;
    const place = (line: number): string => {
      const found = map.find(line);
      return `line ${found.line + 1} of ${names[found.part]}`;
    };
    const { summary, findings } = this.reading.conclude(true, parts.reduce((sum, { byteCount }) => sum + byteCount, 0), place);
    const { pagesNotKept } = summary;
    return {
      summary: { ...summary, pagesNotKept: pagesNotKept === null ? null : map.find(pagesNotKept.line) },
      findings: findings.map(finding => this.inParts(finding)),
      parts: parts.map(({ byteCount, events }, i) => ({ name: names[i], bytes: byteCount, lines: map.linesOf(i), events })),
    };
  }

  private inParts(finding: Finding): Finding {
    const { map } = this;
    const at = map.find(finding.line);
    const last = map.find(finding.lastLine);
    return {
      ...finding, line: at.line, part: at.part, lastLine: last.line, lastPart: last.part,
      related: finding.related.map(related => ({ ...related, ...map.find(related.line) })),
    };
  }
}

/** `names` of the parts, of which there is at least one; they stand in messages. */
export const openMerge = (names: readonly string[], options: AnalysisOptions = {}): Merger => new Merge(names, options);
