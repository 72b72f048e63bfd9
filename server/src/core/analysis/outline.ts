/** Cycles, worker runs, walks and lock sections as a tree of line ranges. */
import type { FoldView, SymbolView } from '../api.js';
import { LineKind, isReturn } from '../trace/columns.js';
import { ev } from '../trace/events.js';
import { eventLabel } from '../trace/events.js';
import { dialectOf } from '../trace/columns.js';
import type { Names } from '../trace/names.js';
import type { Chunk } from './chunk.js';

/** Entries at most: an outline of more is of no use, and costs the editor dearly. */
const LIMIT = 5000;

type Kind = SymbolView['kind'];
interface Open { name: string; detail: string; kind: Kind; startLine: number; event: number; children: SymbolView[] }

const scopes: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [ev('page_reporting_startup'), 'lifecycle'], [ev('page_reporting_shutdown'), 'lifecycle'], [ev('page_reporting_process'), 'worker'],
  [ev('page_reporting_cycle'), 'cycle'], [ev('report'), 'section'], [ev('page_reporting_populate_metadata'), 'section'],
  [ev('walk_free_mem_block'), 'walk'], [ev('get_from_free_page_list'), 'walk'],
]);
const FILL = ev('page_reporting_fill');
const DRAIN = ev('page_reporting_drain');

export function outline(chunks: readonly Chunk[], names: Names): SymbolView[] {
  const roots: SymbolView[] = [];
  /** Open scopes of each task, outermost first. */
  const stacks = new Map<number, Open[]>();
  let count = 0;
  let last = 0;
  const close = (open: Open[], index: number, line: number): void => {
    while (open.length > index) {
      const { name, detail, kind, startLine, children } = open[open.length - 1];
      open.pop();
      const parent = open.length > 0 ? open[open.length - 1].children : roots;
      parent.push({ name, detail, kind, startLine, endLine: Math.max(startLine, line), children });
    }
  };
  for (const { packed, start } of chunks) {
    const columns = packed.rows();
    for (let i = 0; i < columns.length; i++) {
      last = start + i;
      if (columns.kind[i] !== LineKind.Event) continue;
      const event = columns.event[i];
      const task = columns.task[i];
      const kind = scopes.get(event);
      if (kind === undefined && event !== FILL && event !== DRAIN) continue;
      const open = stacks.get(task) ?? [];
      stacks.set(task, open);
      if (kind === undefined) {
        if (open.length > 0 && count < LIMIT) {
          count++;
          open[open.length - 1].children.push({
            name: label(columns.event[i], columns.form[i]), detail: event === FILL ? `${columns.a[i]} entries` : '', kind: 'section', startLine: last, endLine: last, children: [],
          });
        }
        continue;
      }
      const index = open.findLastIndex(o => o.event === event);
      if (isReturn(columns.form[i])) {
        if (index >= 0) close(open, index, last);
      } else if (count < LIMIT) {
        if (index >= 0) close(open, index, Math.max(open[index].startLine, last - 1));
        count++;
        const zone = columns.zone[i] >= 0 ? `zone ${names.zoneLabel(columns.zone[i])}` : '';
        open.push({ name: label(event, columns.form[i]), detail: [zone, names.taskLabel(task)].filter(t => t !== '').join(', '), kind, startLine: last, event, children: [] });
      }
    }
  }
  for (const open of stacks.values()) close(open, 0, last);
  return roots.sort((a, b) => a.startLine - b.startLine);
}

const label = (event: number, form: number): string => eventLabel(event, false, dialectOf(form));

export function foldsOf(symbols: readonly SymbolView[]): FoldView[] {
  const folds: FoldView[] = [];
  const visit = (list: readonly SymbolView[]): void => {
    for (const { startLine, endLine, children } of list) {
      if (endLine > startLine) folds.push({ startLine, endLine });
      visit(children);
    }
  };
  visit(symbols);
  return folds;
}
