/** The events of all CPUs in the order of their times. */
import type { EventRecord } from './ringBuffer.js';

/** One CPU's events, with the next one in view. */
export class Stream {
  next: EventRecord | undefined;
  /** Events are missing behind the last one; told when there is no next one. */
  isCut = false;

  constructor(readonly cpu: number, private readonly events: Iterator<EventRecord, boolean>) {
    this.advance();
  }

  advance(): void {
    const step = this.events.next();
    this.next = step.done === true ? undefined : step.value;
    if (step.done === true) this.isCut = step.value;
  }
}

/** Where two times are equal the earlier stream comes first. The stream still shows the event that follows the given one. */
export function* merged(streams: readonly Stream[]): Generator<{ readonly record: EventRecord; readonly stream: Stream }> {
  // A heap of places in `streams`, the earliest event at its top.
  const heap: number[] = [];
  const isBefore = (a: number, b: number): boolean => {
    const one = streams[a].next?.time ?? 0n;
    const other = streams[b].next?.time ?? 0n;
    return one === other ? a < b : one < other;
  };
  const sink = (from: number): void => {
    for (let at = from; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isBefore(heap[child], heap[least])) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least], heap[at]];
      at = least;
    }
  };
  streams.forEach((stream, i) => { if (stream.next !== undefined) heap.push(i); });
  for (let at = heap.length >> 1; at >= 0; at--) sink(at);
  while (heap.length > 0) {
    const stream = streams[heap[0]];
    const record = stream.next;
    stream.advance();
    if (record !== undefined) yield { record, stream };
    if (stream.next === undefined) {
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) heap[0] = last;
    }
    sink(0);
  }
}
