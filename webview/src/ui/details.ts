import { el } from './dom.js';

/** A part that can be folded away. */
export class Details {
  readonly element: HTMLDetailsElement;
  private readonly body = el('div', { class: 'table' });

  constructor(summary: string, onToggle: (open: boolean) => void) {
    this.element = el('details', {}, el('summary', {}, summary), this.body);
    this.element.addEventListener('toggle', () => onToggle(this.element.open));
  }

  render(open: boolean, content: () => readonly Node[]): void {
    if (this.element.open !== open) this.element.open = open;
    // A closed part costs nothing.
    if (!open) return this.body.replaceChildren();
    const focused = focusKey(document.activeElement);
    this.body.replaceChildren(...content());
    // The rows are new elements; who stood on one with the keyboard stands there still.
    if (focused !== undefined) this.body.querySelector<HTMLElement>(focused)?.focus();
  }
}

function focusKey(element: Element | null): string | undefined {
  if (!(element instanceof HTMLElement)) return undefined;
  const { order, line, why } = element.dataset;
  if (why !== undefined) return `[data-why="${why}"]`;
  if (order !== undefined) return `[data-order="${order}"]`;
  return line === undefined ? undefined : `[data-line="${line}"]`;
}
