/** Settings that change what later lines mean: to parse lines once more, the parser must know those that stood before them, and no others. */
import type { LineParser } from '../../parse/parseLines.js';
import type { Columns } from '../../trace/columns.js';

/** A trace has some, at its top. */
const MOST = 4096;

export class Meanings {
  private readonly settings: { readonly line: number; readonly apply: () => void }[] = [];
  /** There were too many to keep: lines behind the last of them can be parsed again, others cannot. */
  private forgotten = -1;

  constructor(private readonly parser: LineParser) {}

  /** Notes those of a block of lines, of which the first is `first`. */
  add(columns: Columns, first: number): void {
    const { parser } = this;
    for (const [i, setting] of columns.settings) {
      let apply: (() => void) | undefined;
      if (setting.type === 'event-alias') apply = () => { parser.addEventAlias(setting.name, setting.as, setting.keys); };
      else if (setting.type === 'options' && setting.options.migrateTypes !== undefined) {
        const types = setting.options.migrateTypes;
        apply = () => { parser.setMigrateTypes(types); };
      }
      if (apply === undefined) continue;
      if (this.settings.length < MOST) this.settings.push({ line: first + i, apply });
      else this.forgotten = first + i;
    }
  }

  /** Has `use` parse lines from `line` on as they were parsed the first time; undefined where that cannot be. */
  from<T>(line: number, use: () => T): T | undefined {
    const { settings } = this;
    if (Math.max(this.forgotten, settings.at(-1)?.line ?? -1) < line) return use();
    if (this.forgotten >= 0) return undefined;
    this.apply(line);
    try {
      return use();
    } finally {
      this.apply(Infinity);
    }
  }

  private apply(before: number): void {
    this.parser.resetSettings();
    for (const { line, apply } of this.settings) if (line < before) apply();
  }
}
