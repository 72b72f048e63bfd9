import type { TraceFile } from './traceFile.js';

/** What is wrong with the data of one CPU, and whether events are missing in front of the next one. */
export class Damage {
  private isMissing = false;

  constructor(private readonly file: TraceFile) {}

  add(problem: string): void {
    this.file.problem(problem);
    this.isMissing = true;
  }

  /** Whether there was damage since the last call. */
  take(): boolean {
    const was = this.isMissing;
    this.isMissing = false;
    return was;
  }
}
