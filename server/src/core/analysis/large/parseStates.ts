/** To read lines once more, the parser must know what stood before them, and nothing else: its states between blocks of lines. */
import type { LineParser } from '../../parse/parseLines.js';
import type { ParseState } from '../../parse/parseState.js';

/** Most traces have one or two, at their top. */
const MOST = 1024;

export class ParseStates {
  /** In the order of lines: the state from this line (0-based) on. */
  private readonly changes: { readonly line: number; readonly state: ParseState }[];
  /** There were too many to keep: lines behind the last change can be read again, others cannot. */
  private forgotten = -1;

  constructor(private readonly parser: LineParser) {
    this.changes = [{ line: 0, state: parser.state }];
  }

  /** The parser stands behind a block, in front of `line`. */
  add(line: number): void {
    const { changes, parser: { state } } = this;
    const last = changes[changes.length - 1];
    if (last.state.key === state.key) return;
    if (changes.length < MOST) { changes.push({ line, state }); return; }
    this.forgotten = line;
    changes[changes.length - 1] = { line, state };
  }

  /** Has `use` parse lines from `line`, the begin of a block, as they were parsed the first time; undefined where that cannot be. */
  from<T>(line: number, use: () => T): T | undefined {
    const { parser, changes } = this;
    const state = changes.findLast(change => change.line <= line)?.state;
    if (state === undefined || line < this.forgotten) return undefined;
    const present = parser.state;
    parser.resume(state);
    try {
      return use();
    } finally {
      parser.resume(present);
    }
  }
}
