/** The kernel's ring buffer: pages of events, each a time step and some bytes. */
import { ByteView } from './byteView.js';
import { piecesOf } from './chunks.js';
import { Damage } from './damage.js';
import { parseField, type Field } from './fields.js';
import type { CpuData, TraceFile } from './traceFile.js';

export interface EventRecord {
  readonly cpu: number;
  readonly clock: string;
  readonly time: bigint;
  /** The event's own bytes. */
  readonly data: ByteView;
  /** Events lost in front of this one; -1 where the number is not known. */
  readonly lost: number;
}

export interface PageLayout { readonly timestamp: number; readonly commit: number; readonly commitSize: number; readonly data: number; readonly size: number }

const PADDING = 29;
const TIME_EXTEND = 30;
const TIME_STAMP = 31;
const COMMIT_MASK = (1 << 27) - 1;
const MISSED_EVENTS = 0x8000_0000;
const MISSED_STORED = 0x4000_0000;
/** An absolute time has 59 bits; the rest is that of the page. */
const HIGH_BITS = 0xf800_0000_0000_0000n;

export function pageLayout(header: string, pageSize: number): PageLayout | undefined {
  const fields = new Map(header.split('\n').map(parseField).filter((field): field is Field => field !== undefined).map(field => [field.name, field]));
  const [timestamp, commit, data] = [fields.get('timestamp'), fields.get('commit'), fields.get('data')];
  if (timestamp === undefined || commit === undefined || data === undefined || (commit.size !== 4 && commit.size !== 8)) return undefined;
  return { timestamp: timestamp.offset, commit: commit.offset, commitSize: commit.size, data: data.offset, size: Math.max(pageSize, data.offset + data.size) };
}

/** The events of one CPU in their order; returns whether events are missing behind the last one. */
export function* eventsOf(file: TraceFile, cpu: CpuData, layout: PageLayout): Generator<EventRecord, boolean> {
  let rest: Uint8Array = new Uint8Array(0);
  const damage = new Damage(file);
  for (const piece of piecesOf(file, cpu, damage)) {
    const bytes = rest.length === 0 ? piece : concatenated(rest, piece);
    let at = 0;
    for (; at + layout.size <= bytes.length; at += layout.size) {
      yield* eventsOfPage(cpu, layout, new ByteView(bytes.subarray(at, at + layout.size), file.preamble.little), damage);
    }
    rest = bytes.slice(at);
  }
  // The last page of a file that was cut.
  if (rest.length > layout.data) yield* eventsOfPage(cpu, layout, new ByteView(rest, file.preamble.little), damage);
  return damage.take();
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

function* eventsOfPage({ cpu, clock }: CpuData, layout: PageLayout, page: ByteView, damage: Damage): Generator<EventRecord> {
  const { little } = page;
  // The flags are in the low 32 bits of the word.
  const commit = page.u32(layout.commit + (layout.commitSize === 8 && !little ? 4 : 0));
  const end = layout.data + (commit & COMMIT_MASK);
  let lost = lostOf(page, commit, end, layout) || (damage.take() ? -1 : 0);
  if (end > page.length) damage.add(page.length < layout.size ? 'is cut short in a page of events' : `is damaged: a page of CPU ${cpu} claims more than it can hold`);
  let time = page.u64(layout.timestamp);
  for (let at = layout.data; at + 4 <= Math.min(end, page.length);) {
    const word = page.u32(at);
    const kind = little ? word & 31 : word >>> 27;
    const delta = BigInt(little ? word >>> 5 : word & COMMIT_MASK);
    at += 4;
    if (kind === PADDING) {
      // Without a step the rest of the page is empty.
      if (delta === 0n) return;
      at += Math.max(4, page.u32(at));
      time += delta;
      continue;
    }
    if (kind === TIME_EXTEND || kind === TIME_STAMP) {
      const far = (BigInt(page.u32(at)) << 27n) | delta;
      time = kind === TIME_EXTEND ? time + far : far | (time & HIGH_BITS);
      at += 4;
      continue;
    }
    time += delta;
    const length = kind === 0 ? page.u32(at) - 4 : kind * 4;
    const from = kind === 0 ? at + 4 : at;
    if (length < 0 || from + length > end) {
      damage.add(`is damaged: an event of CPU ${cpu} does not fit its page; the rest of that page is left out`);
      return;
    }
    if (from + length > page.length) return;
    yield { cpu, clock, time, data: new ByteView(page.bytes.subarray(from, from + length), little), lost };
    lost = 0;
    at = from + ((length + 3) & ~3);
  }
}

/** The number stands behind the last event where there was room for it. */
function lostOf(page: ByteView, commit: number, end: number, layout: PageLayout): number {
  if ((commit & MISSED_EVENTS) === 0) return 0;
  return (commit & MISSED_STORED) === 0 ? -1 : Number(page.unsigned(end, layout.commitSize));
}
