/**
 * The two halves of reading a trace, for two threads: the first parses, the second steps the machine. Both together are `openStream`,
 * block by block. A block goes over as its columns' bytes, its text, and now and then news.
 */
import type { AnalysisOptions, FileAnalysis } from '../api.js';
import { Columns } from '../trace/columns.js';
import { addNews, NamesJournal, type NamesNews } from '../trace/namesNews.js';
import type { Setting } from '../trace/settings.js';
import { Block, BLOCK_LINES } from './block.js';
import { Blocks } from './blocks.js';
import { Reading } from './reading.js';
import { Session } from './session.js';

/** What is known from a block on, and what its lines set. Plain data. */
export interface BlockNews {
  readonly names: NamesNews | undefined;
  /** By index of line. */
  readonly settings: ReadonlyMap<number, Setting>;
}

export interface ParsedBlock {
  readonly lines: number;
  /** `blockSize` bytes. */
  readonly columns: Uint8Array;
  readonly text: Uint8Array;
  readonly news: BlockNews | undefined;
}

/** Bytes of the columns of a block. */
export const blockSize = Columns.size(BLOCK_LINES);

export interface ParsingHalf {
  readonly bytes: number;
  push(bytes: Uint8Array): void;
  end(): void;
}

/** `take` gets the blocks in order; their memory is used again when it returns. */
export function openParsing(options: AnalysisOptions, take: (block: ParsedBlock) => void): ParsingHalf {
  const { names, parser } = new Session(options);
  const journal = new NamesJournal(names);
  let bytes = 0;
  const blocks = new Blocks(parser, ({ columns, text }) => {
    const news = journal.take();
    take({
      lines: columns.length, columns: columns.memory, text,
      news: news === undefined && columns.settings.size === 0 ? undefined : { names: news, settings: columns.settings },
    });
  });
  return {
    get bytes() { return bytes; },
    push(chunk) {
      bytes += chunk.length;
      blocks.push(chunk);
    },
    end() { blocks.end(); },
  };
}

export interface SteppingHalf {
  /** The block that lies at `slot`, a value of `place`. All of its memory is to stay as it is until the next one. */
  step(slot: number, lines: number, text: Uint8Array, news: BlockNews | undefined): void;
  end(bytes: number): FileAnalysis;
}

/** `slots`: where the columns of a block may lie, at a multiple of 8. */
export function openStepping(options: AnalysisOptions, memory: ArrayBufferLike, slots: readonly number[]): SteppingHalf {
  const session = new Session(options);
  const reading = new Reading(session, options);
  const columnsOf = slots.map(at => new Columns(BLOCK_LINES, memory, at));
  const block = new Block(columnsOf[0]);
  return {
    step(slot, lines, text, news) {
      const columns = columnsOf[slot];
      columns.clear();
      columns.length = lines;
      if (news?.names !== undefined) addNews(session.names, news.names);
      for (const [line, setting] of news?.settings ?? []) columns.settings.set(line, setting);
      block.lieIn(text, 0, columns);
      reading.step(block);
      block.pass();
    },
    end: bytes => reading.conclude(true, bytes),
  };
}
