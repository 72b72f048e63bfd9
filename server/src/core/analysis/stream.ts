/** Reads a trace once, as bytes in chunks of any size. */
import type { AnalysisOptions, FileAnalysis, StreamAnalyser, StreamHooks } from '../api.js';
import { decodeUtf8 } from '../parse/utf8.js';
import { Blocks } from './blocks.js';
import type { Facts } from './facts.js';
import { Reading, type ReadingHooks } from './reading.js';
import { Session } from './session.js';

/** Bytes of a line that is looked through for the begin of a setting. */
const LONGEST_SETTING = 4096;

export class Stream implements StreamAnalyser {
  private readonly reading: Reading;
  private readonly blocks: Blocks;
  private bytes = 0;

  constructor(options: AnalysisOptions, hooks: ReadingHooks, readonly session = new Session(options)) {
    const reading = new Reading(this.session, options, hooks);
    this.reading = reading;
    this.blocks = new Blocks(this.session.parser, block => { reading.step(block); });
  }

  /** Lines that have been stepped, and their bytes. */
  get lines(): number { return this.reading.lines; }
  get consumed(): number { return this.blocks.consumed; }
  get facts(): Facts { return this.reading.facts; }

  /** Takes the machine's observations, also after somebody else had them. */
  listen(): void {
    this.reading.listen();
  }

  /** Another interface needs another stream. */
  setOptions(options: AnalysisOptions): void {
    this.reading.setOptions(options);
  }

  push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    this.blocks.push(chunk);
  }

  end(): FileAnalysis {
    this.blocks.end();
    return this.reading.conclude(true, this.bytes);
  }


  /**
   * Of all that has come; more can follow. `ended`: with what the end of the trace shows. The words of the machine change and are
   * the caller's to put back.
   */
  soFar(ended: boolean): FileAnalysis {
    const { blocks, reading, session: { parser } } = this;
    const { state } = parser;
    return reading.aside(() => {
      if (blocks.rest.length > 0 && !mayBeSetting(blocks.rest)) {
        const rest = new Blocks(this.session.parser, block => { reading.step(block); }, blocks);
        rest.push(blocks.rest);
        rest.end();
        parser.resume(state);
      }
      return reading.conclude(ended, this.bytes);
    });
  }
}

/** A piece of such a line could change what later lines mean, which cannot be taken back. */
const mayBeSetting = (line: Uint8Array): boolean => /buddyscope|pagetrace_meta/.test(decodeUtf8(line, 0, Math.min(line.length, LONGEST_SETTING)));

export const openStream = (options: AnalysisOptions = {}, hooks: StreamHooks = {}): StreamAnalyser => new Stream(options, hooks);
