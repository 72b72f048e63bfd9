import type { FindingsTableResult, TableChoice, TableFilter, TableRow } from '../../../server/src/protocol/large.js';
import { el, setText } from '../ui/dom.js';
import { clampTop, contentHeight, type Geometry, scrollTopAt, topAt, topToShow } from './scroll.js';
import { noFilter, secondsOf, TableRows, timeText } from './tableRows.js';
import { number, severityText } from './text.js';

export interface TableActions {
  readonly ask: (asked: number, filter: TableFilter, first: number) => void;
  readonly goTo: (line: number) => void;
  readonly closed: () => void;
}

const heads = ['Line', 'Severity', 'Rule', 'Finding', 'Places', 'Time', 'CPU', 'Task', 'Zone'];
const rowId = (at: number): string => `finding-${at}`;

/** All findings of the file, any number of them: rows in view only, filters above. */
export class FindingsTable {
  private readonly rows = new TableRows((asked, filter, first) => { this.actions.ask(asked, filter, first); });
  private readonly summary = el('span', { class: 'note', role: 'status' });
  private readonly body = el('div', { class: 'table-rows', role: 'rowgroup' });
  private readonly content = el('div', { class: 'content', role: 'presentation' }, this.body);
  private readonly list: HTMLElement;
  private readonly selects: Readonly<Record<'rule' | 'zone' | 'cpu' | 'task', HTMLSelectElement>>;
  private readonly from = el('input', { id: 'table-from', type: 'text', size: '10', placeholder: 'from', 'aria-label': 'Time from, in seconds' });
  private readonly to = el('input', { id: 'table-to', type: 'text', size: '10', placeholder: 'to', 'aria-label': 'Time to, in seconds' });
  readonly element: HTMLElement;
  private top = 0;
  private current = 0;
  private frame = 0;

  constructor(private readonly actions: TableActions) {
    const select = (id: string): HTMLSelectElement => {
      const made = el('select', { id: `table-${id}` });
      made.addEventListener('change', () => { this.filter(); });
      return made;
    };
    this.selects = { rule: select('rule'), zone: select('zone'), cpu: select('cpu'), task: select('task') };
    const labelled = (text: string, id: string, control: HTMLElement): HTMLElement => el('div', { class: 'group' }, el('label', { for: `table-${id}` }, text), control);
    for (const input of [this.from, this.to]) input.addEventListener('change', () => { this.filter(); });
    const close = el('button', { type: 'button', title: 'Close the table (Escape)', 'aria-label': 'Close the table' }, '×');
    close.addEventListener('click', () => { this.hide(); });
    const reset = el('button', { type: 'button' }, 'Reset');
    reset.addEventListener('click', () => { this.reset(); });
    this.list = el('div', { class: 'table-list', role: 'table', tabindex: '0', 'aria-label': 'All findings', 'aria-colcount': String(heads.length) },
      el('div', { class: 'table-row head', role: 'row', 'aria-rowindex': '1' }, ...heads.map(text => el('span', { role: 'columnheader' }, text))), this.content);
    this.element = el('section', { class: 'table', 'aria-label': 'All findings' },
      el('div', { class: 'bar' }, labelled('Rule', 'rule', this.selects.rule), labelled('Zone', 'zone', this.selects.zone), labelled('CPU', 'cpu', this.selects.cpu),
        labelled('Task', 'task', this.selects.task), labelled('Time (s)', 'from', el('span', { class: 'group' }, this.from, this.to)), reset, this.summary, close), this.list);
    this.element.hidden = true;
    this.list.addEventListener('scroll', () => { this.onScroll(); });
    this.list.addEventListener('keydown', event => { this.onKey(event); });
    this.element.addEventListener('keydown', event => { if (event.key === 'Escape') this.hide(); });
    this.body.addEventListener('click', ({ target }) => {
      const at = target instanceof Element ? target.closest<HTMLElement>('.table-row')?.dataset['at'] : undefined;
      if (at !== undefined) this.open(Number(at));
    });
    new ResizeObserver(() => { this.redraw(); }).observe(this.list);
  }

  show(): void {
    if (this.element.hidden) this.reset();
    this.element.hidden = false;
    this.list.focus();
  }

  /** The findings are others now. */
  changed(): void {
    if (!this.element.hidden) this.rows.reset(this.rows.filter);
  }

  arrived(asked: number, first: number, result: FindingsTableResult | null, problem: string | null): void {
    if (!this.rows.arrived(asked, first, result)) return;
    if (result !== null && first === 0) this.offer(result);
    setText(this.summary, problem ?? (result === null ? '' : summaryOf(result)));
    this.list.setAttribute('aria-rowcount', String(this.rows.total + 1));
    this.current = Math.max(0, Math.min(this.current, this.rows.total - 1));
    this.redraw();
  }

  private hide(): void {
    this.element.hidden = true;
    this.actions.closed();
  }

  private reset(): void {
    for (const select of Object.values(this.selects)) select.value = '';
    this.from.value = this.to.value = '';
    this.begin(noFilter);
  }

  private filter(): void {
    const [from, to] = [this.from, this.to].map(input => {
      const seconds = secondsOf(input.value);
      input.setAttribute('aria-invalid', String(seconds === undefined));
      return seconds ?? null;
    });
    const { rule, zone, cpu, task } = this.selects;
    this.begin({ rule: rule.value || null, zone: zone.value || null, cpu: cpu.value === '' ? null : Number(cpu.value), task: task.value || null, from: from ?? null, to: to ?? null });
  }

  private begin(filter: TableFilter): void {
    this.top = 0;
    this.current = 0;
    this.rows.reset(filter);
  }

  private offer({ rules, zones, cpus, tasks }: FindingsTableResult): void {
    const fill = (select: HTMLSelectElement, choices: readonly TableChoice[]): void => {
      const chosen = select.value;
      select.replaceChildren(el('option', { value: '' }, 'all'), ...choices.map(({ value, places }) => el('option', { value }, `${value} (${number(places)})`)));
      select.value = choices.some(({ value }) => value === chosen) ? chosen : '';
    };
    fill(this.selects.rule, rules);
    fill(this.selects.zone, zones);
    fill(this.selects.cpu, cpus);
    fill(this.selects.task, tasks);
  }

  private open(at: number): void {
    this.current = at;
    const row = this.rows.row(at);
    if (row !== undefined) this.actions.goTo(row.line);
    this.redraw();
  }

  private geometry(): Geometry {
    const rowHeight = 22;
    return { lines: this.rows.total, rowHeight, viewHeight: Math.max(0, this.list.clientHeight - rowHeight) };
  }

  private redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const geometry = this.geometry();
    this.content.style.height = `${contentHeight(geometry)}px`;
    this.top = clampTop(this.top, geometry);
    const from = Math.floor(this.top);
    const to = Math.min(this.rows.total, Math.ceil(this.top + geometry.viewHeight / geometry.rowHeight) + 1);
    this.rows.want(from, to);
    this.body.replaceChildren(...Array.from({ length: Math.max(0, to - from) }, (_, i) => {
      const element = rowOf(from + i, this.rows.row(from + i), from + i === this.current);
      element.style.transform = `translateY(${((from + i - this.top) * geometry.rowHeight).toFixed(2)}px)`;
      return element;
    }));
    if (this.current >= from && this.current < to) this.list.setAttribute('aria-activedescendant', rowId(this.current));
    else this.list.removeAttribute('aria-activedescendant');
    const wanted = scrollTopAt(this.top, geometry);
    if (Math.abs(this.list.scrollTop - wanted) > 1) this.list.scrollTop = wanted;
  }

  private onScroll(): void {
    const geometry = this.geometry();
    if (Math.abs(this.list.scrollTop - scrollTopAt(this.top, geometry)) <= 1) return;
    this.top = topAt(this.list.scrollTop, geometry);
    this.redraw();
  }

  private onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.geometry().viewHeight / this.geometry().rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (event.key === 'Enter') this.open(this.current);
    else if (step === undefined) return;
    else {
      this.current = Math.max(0, Math.min(this.rows.total - 1, this.current + step));
      this.top = topToShow(this.current, this.top, this.geometry(), false);
      this.redraw();
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

function summaryOf({ total, all, dropped }: FindingsTableResult): string {
  const text = total === all ? `${number(all)} ${all === 1 ? 'finding' : 'findings'}` : `${number(total)} of ${number(all)} findings`;
  return dropped === 0 ? text : `${text}; ${number(dropped)} later places are in no filter`;
}

function rowOf(at: number, row: TableRow | undefined, current: boolean): HTMLElement {
  const cells = row === undefined ? ['…', '', '', '', '', '', '', '', ''] : [
    number(row.line + 1), severityText(row.severity), row.rule, row.like === null ? row.message : `As at line ${number(row.like + 1)}: ${row.message}`, number(row.times),
    row.timeNs === null ? '' : timeText(row.timeNs), row.cpu === null ? '' : String(row.cpu), row.task ?? '', row.zone ?? '',
  ];
  return el('div', { class: `table-row${current ? ' current' : ''}`, role: 'row', id: rowId(at), 'aria-rowindex': String(at + 2), 'data-at': String(at) },
    ...cells.map((text, i) => el('span', { role: 'cell', title: text, ...(i === 1 && row !== undefined ? { class: `severity ${row.severity}` } : {}) }, text)));
}
