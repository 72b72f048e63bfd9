import { el } from '../ui/dom.js';
import { type Range, segmentsOf } from './segments.js';
import { number } from './text.js';

export interface RowLook {
  readonly text: string | undefined;
  readonly marks: readonly Range[];
  readonly severity: string | undefined;
  /** What the marks mean, for those who do not see them. */
  readonly spoken: string;
  readonly current: boolean;
}

export const rowId = (line: number): string => `row-${line}`;

/** The rows in view, one element each; what stays in view is moved, not made anew. */
export class RowsView {
  readonly layer = el('div', { class: 'rows', role: 'presentation' });
  private readonly rows = new Map<number, { readonly element: HTMLElement; readonly key: string }>();

  /** `top` is the line, with its fraction, at the upper edge. */
  render(top: number, from: number, to: number, rowHeight: number, look: (line: number) => RowLook): void {
    for (const [line, { element }] of this.rows) {
      if (line >= from && line < to) continue;
      element.remove();
      this.rows.delete(line);
    }
    for (let line = from; line < to; line++) {
      const seen = look(line);
      const key = JSON.stringify(seen);
      let row = this.rows.get(line);
      if (row?.key !== key) {
        const element = makeRow(line, seen);
        if (row === undefined) this.layer.append(element);
        else row.element.replaceWith(element);
        row = { element, key };
        this.rows.set(line, row);
      }
      row.element.style.transform = `translateY(${((line - top) * rowHeight).toFixed(2)}px)`;
    }
  }

  /** Pixels that the longest row in view takes. */
  width(): number {
    let most = 0;
    for (const { element } of this.rows.values()) most = Math.max(most, element.scrollWidth);
    return most;
  }
}

function makeRow(line: number, { text, marks, severity, spoken, current }: RowLook): HTMLElement {
  const content = text === undefined ? ['…'] : segmentsOf(text, marks).map(segment => (segment.classes.length === 0 ? segment.text : el('span', { class: segment.classes.join(' ') }, segment.text)));
  const gutter = el('span', { class: `gutter ${severity ?? ''}`, role: 'rowheader' }, el('span', { class: 'sign', 'aria-hidden': 'true' }), number(line + 1));
  if (spoken !== '') gutter.setAttribute('aria-label', `${number(line + 1)}, ${spoken}`);
  const classes = ['row', ...(current ? ['current'] : []), ...(text === undefined ? ['waiting'] : [])].join(' ');
  return el('div', { class: classes, role: 'row', id: rowId(line), 'aria-rowindex': String(line + 1), 'aria-selected': String(current), 'data-line': String(line) },
    gutter, el('span', { class: 'text', role: 'gridcell' }, ...content));
}
