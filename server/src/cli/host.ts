import type { Readable, Writable } from 'node:stream';
import { plainText } from '../core/index.js';
import { errorCode, readFailure } from '../io/failures.js';

/** 0 nothing at or above the threshold; 1 findings; 2 wrong usage or unreadable input. */
export type ExitStatus = 0 | 1 | 2;

/** Standard output with back-pressure: `add` only collects, `settle` waits until the reader has taken enough. */
export class Output {
  private pending: (string | Uint8Array)[] = [];
  private size = 0;

  constructor(private readonly stream: Writable) {}

  get isTerminal(): boolean {
    return 'isTTY' in this.stream && this.stream.isTTY === true;
  }

  add(piece: string | Uint8Array): void {
    this.pending.push(piece);
    this.size += piece.length;
  }

  async settle(least = 1 << 16): Promise<void> {
    if (this.size < least) return;
    const pieces = this.pending;
    this.pending = [];
    this.size = 0;
    const bytes = Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
    if (!this.stream.write(bytes)) await new Promise((resolve) => this.stream.once('drain', resolve));
  }

  async write(pieces: Iterable<string | Uint8Array>): Promise<void> {
    for (const piece of pieces) {
      this.add(piece);
      await this.settle();
    }
    await this.settle(1);
  }
}

/** What a command may touch of the process. */
export interface Host {
  readonly stdin: Readable;
  readonly out: Output;
  /** One line to standard error. */
  note(line: string): void;
  /** The progress line of a terminal; undefined elsewhere. */
  readonly progress: ((text: string) => void) | undefined;
  readonly milliseconds: () => number;
  /** What its worker threads run. */
  readonly workers: { readonly program: string; readonly execArgv?: readonly string[] };
}

/** The one line of a failed command. */
export function fail(host: Host, reason: string): ExitStatus {
  host.note(`buddyscope: ${reason}`);
  return 2;
}

export function processHost(): Host {
  process.stdout.on('error', (error) => {
    // The reader has closed the pipe: it has what it wanted.
    if (errorCode(error) === 'EPIPE') process.exit(0);
    process.stderr.write(`buddyscope: standard output: ${readFailure(error)}\n`);
    process.exit(2);
  });
  process.stderr.on('error', () => undefined);
  const clear = '\r\x1b[K';
  let shown = false;
  return {
    stdin: process.stdin,
    out: new Output(process.stdout),
    note(line) {
      process.stderr.write(`${shown ? clear : ''}${plainText(line)}\n`);
      shown = false;
    },
    progress: process.stderr.isTTY
      ? (text) => {
        process.stderr.write(`${clear}${plainText(text)}`);
        shown = text !== '';
      }
      : undefined,
    milliseconds: () => performance.now(),
    // The same file: it may be all there is.
    workers: { program: process.argv[1] },
  };
}
