/**
 * Keeps the replay of an edited document right: replays the changed chunks, and later ones that have read or written a word
 * in which the state differs from the old run's. Exact: every word is compared, not a hash.
 */
import { interfaceOf } from '../engine/config.js';
import { atEnd } from '../engine/lifecycle.js';
import { Difference, Recorder, applyChange } from '../engine/recorder.js';
import { LineKind, type Rows } from '../trace/columns.js';
import type { InterfaceName } from '../trace/settings.js';
import type { Chunk, MissingAt } from './chunk.js';
import { ChunkColumns } from './chunkColumns.js';
import type { ChunkList, Change } from './chunkList.js';
import { addFacts, noFacts, type Facts } from './facts.js';
import { checkInput } from './inputChecks.js';
import { collect, matchRules, type RawFinding } from './rawFinding.js';
import { mayRepeat, repetition } from './repeats.js';
import { noCounts, readCounts } from './series.js';
import type { Session } from './session.js';

interface EndOfTrace {
  /** Those that only the end shows. */
  readonly findings: readonly RawFinding[];
  readonly interface: InterfaceName | undefined;
}

export class Replay {
  private readonly recorder: Recorder;
  /** Sees what rows of the series are read from. */
  private readonly rowReader: Recorder;
  private readonly difference = new Difference();
  /** The machine stands before this chunk. */
  private at = 0;
  /** Chunks [low, high] are to be replayed; low > high: nothing is. */
  private low = 0;
  private high: number;
  private removedDeltas: Int32Array[] = [];
  /** Chunks were removed of which it is not known any more from where to where they led: everything behind is replayed. */
  private lost = false;
  private readonly columns: ChunkColumns;
  private target: RawFinding[] = [];
  private missing: MissingAt[] = [];
  private readonly counts = noCounts();
  private rows: number[] = [];
  private provesRt = false;
  private ending: EndOfTrace | undefined;
  /** Chunks that the last settling has replayed; for tests and benchmarks. */
  replayed = 0;

  constructor(private readonly session: Session, private readonly list: ChunkList) {
    this.columns = new ChunkColumns(session.parser);
    this.recorder = new Recorder(session.machine.store, true);
    this.rowReader = new Recorder(session.machine.store, true);
    this.high = list.chunks.length - 1;
    const { machine } = session;
    machine.onMissing = missing => { this.missing.push({ ...missing, id: machine.line }); };
    collect(machine, (rule, observation) => { this.target.push({ rule, observation }); }, () => { this.provesRt = true; });
  }

  /** To be called before an edit that begins in this chunk: later deltas are still those of the text that was replayed. */
  prepare(index: number): void {
    if (this.low > this.high || index < this.low) this.moveTo(Math.min(index, this.list.chunks.length));
  }

  changed(change: Change): void {
    const clean = this.low > this.high;
    const shift = change.added - change.removed.length;
    const end = change.index + Math.max(0, change.added - 1);
    this.high = clean ? end : Math.max(this.high > change.index ? this.high + shift : this.high, end);
    this.low = clean ? change.index : Math.min(this.low, change.index);
    if (clean) this.remove(change.removed);
    else {
      for (const chunk of change.removed) this.removedDeltas.push(chunk.delta);
      this.lost ||= change.removed.some(chunk => chunk.sums.length > 0);
    }
  }

  /** The machine stands before the removed chunks: sums become changes of the words that they met. */
  private remove(removed: readonly Chunk[]): void {
    const { store } = this.session.machine;
    for (const chunk of removed) {
      const { memory } = store;
      this.removedDeltas.push(chunk.delta, chunk.sums.map((word, i, sums) => (i % 2 === 0 ? word : memory[sums[i - 1]] ^ (memory[sums[i - 1]] + word))));
      applyChange(store, chunk, 1);
    }
    for (const chunk of removed.toReversed()) applyChange(store, chunk, -1);
  }

  /** Parses the chunks that edits have changed, and those that are read otherwise now. */
  private parseOpen(): void {
    const { chunks } = this.list;
    let state = this.low === 0 ? this.session.start : chunks[this.low - 1].after;
    for (let k = this.low; k < chunks.length; k++) {
      const chunk = chunks[k];
      if (!chunk.parsed || chunk.before.key !== state.key) {
        this.columns.parse(chunk, state);
        this.high = Math.max(this.high, k);
      } else if (k > this.high) break;
      state = chunk.after;
    }
  }

  /** Parses and replays what edits have left open. */
  settle(): void {
    if (this.low > this.high) return;
    const { chunks } = this.list;
    this.replayed = 0;
    this.parseOpen();
    this.moveTo(Math.min(this.low, chunks.length));
    const { difference, session: { machine: { store } } } = this;
    for (const delta of this.removedDeltas) difference.add(delta);
    this.removedDeltas = [];
    let k = this.low;
    for (; k < chunks.length; k++) {
      const chunk = chunks[k];
      if (k > this.high && !this.lost) {
        if (difference.count === 0) break;
        if (!difference.meets(chunk.touches)) {
          this.pass(chunk);
          continue;
        }
      }
      difference.add(chunk.delta);
      difference.addOldSums(chunk.sums, store.memory);
      this.replayChunk(chunk);
      difference.add(chunk.delta);
      difference.addNewSums(chunk.sums, store.memory);
      this.replayed++;
    }
    this.at = k;
    if (k === chunks.length) this.ending = undefined;
    difference.clear();
    this.lost = false;
    this.low = 1;
    this.high = 0;
  }

  /** Over a chunk that comes out as before. What it only adds to may differ, before and after. */
  private pass(chunk: Chunk): void {
    const { difference, session: { machine: { store } } } = this;
    chunk.seriesStale ||= difference.meets(chunk.seriesTouches);
    difference.addOldSums(chunk.sums, store.memory);
    applyChange(store, chunk, 1);
    difference.addNewSums(chunk.sums, store.memory);
  }

  /** Moves the machine to the state before chunk `index`, over settled chunks. */
  moveTo(index: number): void {
    const { chunks } = this.list;
    const { store } = this.session.machine;
    while (this.at > index) applyChange(store, chunks[--this.at], -1);
    while (this.at < index) applyChange(store, chunks[this.at++], 1);
  }

  private replayChunk(chunk: Chunk): void {
    const { machine } = this.session;
    const { ids } = chunk;
    const columns = this.columns.of(chunk);
    this.target = [];
    this.missing = [];
    this.rows = [];
    this.provesRt = false;
    const textAt = (i: number): string => chunk.lineText(i);
    this.rowReader.reset();
    this.recorder.begin();
    for (let i = 0; i < columns.length; i++) {
      machine.step(columns, i, ids[i]);
      if (columns.bad[i] !== 0 || columns.kind[i] >= LineKind.Event) checkInput(machine, columns, i, textAt);
      if (i > 0 && mayRepeat(columns, i) && chunk.lineText(i) === chunk.lineText(i - 1)) this.repeated(columns, i, ids[i], ids[i - 1]);
      if (machine.touched.length > 0) this.addRows(i);
    }
    chunk.delta = this.recorder.end();
    chunk.sums = this.recorder.sums();
    chunk.touches = this.recorder.touches();
    chunk.findings = this.target;
    chunk.missing = this.missing;
    chunk.folded = undefined;
    chunk.series = new Int32Array(this.rows);
    chunk.seriesTouches = this.rowReader.touches();
    chunk.seriesStale = false;
    chunk.provesRt = this.provesRt;
    this.target = [];
  }

  private repeated(columns: Rows, i: number, id: number, previousId: number): void {
    const observation = repetition(columns, i, id, previousId);
    matchRules(observation, rule => { this.target.push({ rule, observation }); });
  }

  /** First lines of chunks that are copies of the last lines of the chunks before: no chunk's own findings, for an edit may replay only one of the two. */
  repeatsAtBorders(): readonly RawFinding[] {
    this.target = [];
    this.list.chunks.forEach((chunk, k, chunks) => {
      if (k === 0 || !chunk.mayRepeatFirst) return;
      const before = chunks[k - 1];
      const last = before.lineCount - 1;
      if (chunk.lineText(0) === before.lineText(last)) this.repeated(chunk.packed.rows(), 0, chunk.ids[0], before.ids[last]);
    });
    const found = this.target;
    this.target = [];
    return found;
  }

  private addRows(i: number): void {
    const { machine } = this.session;
    const { touched, store } = machine;
    store.reader = this.rowReader;
    for (let n = 0; n < touched.length; n++) {
      if (touched.indexOf(touched[n]) !== n) continue;
      const { counts } = this;
      readCounts(machine, touched[n] >> 4, touched[n] & 15, counts);
      this.rows.push(i, touched[n], counts.nrFree, counts.reported, counts.inFlight, counts.freeLow, counts.freeHigh, counts.reportedLow, counts.reportedHigh);
    }
    store.reader = this.recorder;
  }

  /** The machine's state after a line of a chunk, given to `use`, which may change it; afterwards it stands before the chunk again. */
  atLine<T>(index: number, local: number, use: () => T): T {
    this.moveTo(index);
    const chunk = this.list.chunks[index];
    const { machine } = this.session;
    this.target = [];
    this.recorder.begin();
    const columns = this.columns.of(chunk);
    for (let i = 0; i <= local && i < columns.length; i++) machine.step(columns, i, chunk.ids[i]);
    const result = use();
    const delta = this.recorder.end();
    applyChange(machine.store, { delta, sums: this.recorder.sums() }, -1);
    return result;
  }

  /** The rows of chunk `index`, read again where words that they show have changed before it. */
  seriesOf(index: number): Int32Array {
    const chunk = this.list.chunks[index];
    if (!chunk.seriesStale) return chunk.series;
    this.moveTo(index);
    this.rows = [];
    this.rowReader.reset();
    this.recorder.begin();
    this.target = [];
    const columns = this.columns.of(chunk);
    for (let i = 0; i < columns.length; i++) {
      this.session.machine.step(columns, i, chunk.ids[i]);
      if (this.session.machine.touched.length > 0) this.addRows(i);
    }
    this.recorder.end();
    this.target = [];
    this.at = index + 1;
    chunk.series = new Int32Array(this.rows);
    chunk.seriesTouches = this.rowReader.touches();
    chunk.seriesStale = false;
    return chunk.series;
  }

  /** What the state behind the last line shows. An edit that changes nothing of it leaves the machine where it was. */
  end(): EndOfTrace {
    if (this.ending !== undefined) return this.ending;
    this.moveTo(this.list.chunks.length);
    this.target = [];
    const last = this.list.chunks[this.list.chunks.length - 1];
    if (last.lineCount > 0) atEnd(this.session.machine, last.ids[last.lineCount - 1]);
    this.ending = { findings: this.target, interface: interfaceOf(this.session.machine) };
    this.target = [];
    return this.ending;
  }

  facts(): Facts {
    const sum = noFacts();
    for (const chunk of this.list.chunks) {
      addFacts(sum, chunk.facts);
      sum.preemptRt ||= chunk.provesRt;
    }
    return sum;
  }
}
