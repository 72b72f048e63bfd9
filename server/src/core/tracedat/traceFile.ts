/** What both versions of the file hold. */
import type { ByteSource, Decompress } from './source.js';

export interface Preamble {
  readonly version: number;
  readonly little: boolean;
  readonly pageSize: number;
  /** `none`, `zlib`, `zstd`; always `none` in version 6. */
  readonly compression: string;
  /** Where what follows begins. */
  readonly end: number;
}

/** The pages of one CPU in one buffer, as they lie in the file. */
export interface CpuData {
  readonly cpu: number;
  readonly clock: string;
  readonly pageSize: number;
  readonly offset: number;
  readonly size: number;
  readonly isPacked: boolean;
}

export interface EventText { readonly system: string; readonly text: string }

/** Filled by the readers of the versions. What could not be read stays empty, and `problems` says why. */
export class TraceFile {
  headerPage = '';
  readonly events: EventText[] = [];
  kallsyms: Uint8Array = new Uint8Array(0);
  printk = '';
  cmdlines = '';
  readonly cpus: CpuData[] = [];
  /** Text that the file holds in place of pages, one for each latency buffer. */
  readonly texts: Uint8Array[] = [];
  readonly options = new Map<number, Uint8Array[]>();
  /** A clause each, what is wrong with the file and what is missing therefore. */
  readonly problems: string[] = [];

  constructor(readonly source: ByteSource, readonly preamble: Preamble, readonly decompress: Decompress) {}

  problem(text: string): void {
    if (!this.problems.includes(text)) this.problems.push(text);
  }
}

/** Ids of options. */
export const Option = {
  Done: 0, Date: 1, CpuStat: 2, Buffer: 3, TraceClock: 4, Uname: 5, Hook: 6, Offset: 7, CpuCount: 8, Version: 9, Tsc2Nsec: 14,
  HeaderInfo: 16, FtraceEvents: 17, EventFormats: 18, Kallsyms: 19, Printk: 20, Cmdlines: 21, BufferText: 22,
} as const;
