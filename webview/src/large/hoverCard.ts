import type { LargeFinding, LargeHover } from '../../../server/src/protocol/large.js';
import { el } from '../ui/dom.js';
import { render } from './markdown.js';
import { number, severityText } from './text.js';

const delayMs = 250;

export interface FindingActions {
  readonly openRule: (rule: string) => void;
  readonly openFinding: (line: number) => void;
}

export interface CardActions extends FindingActions {
  readonly ask: (line: number) => void;
  readonly findings: (line: number) => readonly LargeFinding[];
  readonly goTo: (line: number) => void;
  /** The keyboard leaves the card. */
  readonly left: () => void;
}

/** The findings of a line as a list; each leads to the chart at its line, its rule's id to the rule's page. */
export function findingList(findings: readonly LargeFinding[], { openRule, openFinding }: FindingActions): HTMLElement {
  return el('ul', {}, ...findings.map(({ line, severity, message, rule }) => {
    const text = el('button', { class: 'message', type: 'button', title: 'Show the chart at this line' }, message);
    text.addEventListener('click', () => { openFinding(line); });
    const link = el('button', { class: 'link', type: 'button' }, rule);
    link.addEventListener('click', () => { openRule(rule); });
    return el('li', {}, el('span', { class: `severity ${severity}` }, severityText(severity)), ' ', text, ' ', link);
  }));
}

/** What a line is about: for the pointer's line after a moment, for the current line when a key asks for it. It can be entered with pointer and keyboard. */
export class HoverCard {
  readonly element = el('div', { class: 'card', role: 'dialog', tabindex: '-1' });
  private timer = 0;
  private line = -1;
  private place: { readonly row: DOMRect; readonly x: number } | undefined;

  constructor(private readonly actions: CardActions) {
    this.element.hidden = true;
    this.element.addEventListener('pointerenter', () => { window.clearTimeout(this.timer); });
    this.element.addEventListener('pointerleave', () => { this.leave(); });
    this.element.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      this.hide();
      event.stopPropagation();
    });
  }

  /** The pointer is on a row. */
  point(line: number, row: DOMRect, x: number): void {
    if (line === this.line || this.hasFocus) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.open(line, { row, x }); }, delayMs);
  }

  /** For the keyboard. */
  show(line: number, row: DOMRect): void {
    window.clearTimeout(this.timer);
    this.open(line, { row, x: row.left });
    this.element.focus();
  }

  /** The pointer left the row; it may be on its way to the card. */
  leave(): void {
    if (this.hasFocus) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.hide(); }, delayMs);
  }

  hide(): void {
    window.clearTimeout(this.timer);
    if (this.line < 0) return;
    const back = this.hasFocus;
    this.line = -1;
    this.element.hidden = true;
    if (back) this.actions.left();
  }

  /** The answer to `ask`. */
  arrived(line: number, hover: LargeHover | null, problem: string | null): void {
    if (line !== this.line) return;
    const findings = this.actions.findings(line);
    const { goTo, openRule, openFinding } = this.actions;
    const about = hover === null ? [] : render(hover.markdown, {
      goTo: to => { this.hide(); goTo(to); },
      rule: text => findings.some(({ rule }) => rule === text) ? () => { openRule(text); } : undefined,
    });
    // What is told of a line includes what is wrong with it.
    const content = about.length > 0 ? about : findings.length > 0 ? [findingList(findings, { openRule, openFinding })] : [];
    const note = problem ?? (content.length === 0 ? 'No event of the trace.' : undefined);
    const chart = el('button', { class: 'link', type: 'button' }, 'Show the chart at this line');
    chart.addEventListener('click', () => { openFinding(line); });
    this.fill([...content, ...(note === undefined ? [] : [el('p', { class: 'note' }, note)]), ...(hover === null ? [] : [el('p', {}, chart)])]);
  }

  private get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  private open(line: number, place: { readonly row: DOMRect; readonly x: number }): void {
    this.line = line;
    this.place = place;
    const { findings, ask } = this.actions;
    const known = findings(line);
    this.element.setAttribute('aria-label', `Line ${number(line + 1)}`);
    this.fill([...(known.length > 0 ? [findingList(known, this.actions)] : []), el('p', { class: 'note' }, 'Reading…')]);
    ask(line);
  }

  private fill(content: readonly Node[]): void {
    if (this.place === undefined) return;
    const { row, x } = this.place;
    const back = this.hasFocus && document.activeElement !== this.element;
    this.element.replaceChildren(...content);
    // A link that had the keyboard is gone.
    if (back) this.element.focus();
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const below = row.bottom + height < window.innerHeight;
    this.element.style.left = `${Math.max(4, Math.min(x, window.innerWidth - width - 20))}px`;
    this.element.style.top = `${below ? row.bottom : Math.max(0, row.top - height)}px`;
  }
}
