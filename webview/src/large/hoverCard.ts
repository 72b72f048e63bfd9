import type { LargeFinding } from '../../../server/src/protocol/large.js';
import { el } from '../ui/dom.js';
import { severityText } from './text.js';

const delayMs = 250;

/** The findings of a line as a list; each rule's id leads to its page. */
export function findingList(findings: readonly LargeFinding[], openRule: (rule: string) => void): HTMLElement {
  return el('ul', {}, ...findings.map(({ severity, message, rule }) => {
    const link = el('button', { class: 'link', type: 'button' }, rule);
    link.addEventListener('click', () => { openRule(rule); });
    return el('li', {}, el('span', { class: `severity ${severity}` }, severityText(severity)), ' ', message, ' ', link);
  }));
}

/** What the pointer's line is about. It can be entered with the pointer, to follow a link in it. */
export class HoverCard {
  readonly element = el('div', { class: 'card', role: 'tooltip' });
  private timer = 0;
  private line = -1;

  constructor(private readonly openRule: (rule: string) => void) {
    this.element.hidden = true;
    this.element.addEventListener('pointerenter', () => { window.clearTimeout(this.timer); });
    this.element.addEventListener('pointerleave', () => { this.hide(); });
  }

  point(line: number, findings: readonly LargeFinding[], row: DOMRect, x: number): void {
    if (line === this.line) return;
    window.clearTimeout(this.timer);
    if (findings.length === 0) return this.leave();
    this.timer = window.setTimeout(() => { this.show(line, findings, row, x); }, delayMs);
  }

  /** The pointer left the row; it may be on its way to the card. */
  leave(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.hide(); }, delayMs);
  }

  hide(): void {
    window.clearTimeout(this.timer);
    this.line = -1;
    this.element.hidden = true;
  }

  private show(line: number, findings: readonly LargeFinding[], row: DOMRect, x: number): void {
    this.line = line;
    this.element.replaceChildren(findingList(findings, this.openRule));
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const below = row.bottom + height < window.innerHeight;
    this.element.style.left = `${Math.max(4, Math.min(x, window.innerWidth - width - 20))}px`;
    this.element.style.top = `${below ? row.bottom : Math.max(0, row.top - height)}px`;
  }
}
