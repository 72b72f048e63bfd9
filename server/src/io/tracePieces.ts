import type { Readable } from 'node:stream';
import { type ReadEnd, type ReadProgress, readTrace } from './readTrace.js';
import type { Result } from './result.js';

/** What `readTrace` pushes, to be pulled: for those who read several files in turn. */
export class TracePieces {
  progress: ReadProgress = { read: 0, size: undefined };
  private waiting: { bytes: Uint8Array; readOn: (answer: 'more' | 'stop') => void } | undefined;
  private arrived: (() => void) | undefined;
  private end: Result<ReadEnd> | undefined;
  private fault: Error | undefined;
  private readOn: ((answer: 'more' | 'stop') => void) | undefined;
  private isStopped = false;

  constructor(file: string, stdin: Readable, pieceSize: number) {
    const sink = (bytes: Uint8Array, at: ReadProgress): Promise<'more' | 'stop'> => {
      if (this.isStopped) return Promise.resolve('stop');
      this.progress = at;
      return new Promise((readOn) => {
        this.waiting = { bytes, readOn };
        this.arrived?.();
      });
    };
    readTrace(file, stdin, sink, pieceSize).then(
      (end) => { this.end = end; this.arrived?.(); },
      (error: unknown) => { this.fault = error instanceof Error ? error : new Error(String(error)); this.arrived?.(); },
    );
  }

  /** The next piece, valid until the next call; or how the reading ended. */
  async next(): Promise<Uint8Array | Result<ReadEnd>> {
    this.readOn?.('more');
    this.readOn = undefined;
    while (this.waiting === undefined && this.end === undefined && this.fault === undefined) {
      await new Promise<void>((resolve) => { this.arrived = resolve; });
    }
    this.arrived = undefined;
    if (this.waiting !== undefined) {
      const { bytes, readOn } = this.waiting;
      this.waiting = undefined;
      this.readOn = readOn;
      return bytes;
    }
    if (this.fault !== undefined) throw this.fault;
    if (this.end === undefined) throw new Error('neither a piece nor an end');
    return this.end;
  }

  stop(): void {
    this.isStopped = true;
    this.readOn?.('stop');
    this.waiting?.readOn('stop');
  }
}
