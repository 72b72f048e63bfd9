import { shownAnswer } from '../model.js';
import type { Action, ViewState } from '../model.js';
import type { EvidenceLine, NotReportedAnswer } from '../../../server/src/protocol/notReported.js';
import type { PanelSelection } from '../../../server/src/protocol/panel.js';
import { lineNumber, number, zoneName } from '../text.js';
import { blockSentence, groupCount, linkedText, ordersOf, zoneOf, zoneSentence } from '../whyText.js';
import { Details } from './details.js';
import { el } from './dom.js';
import { Pin } from './pin.js';

/** Why is the selected zone's memory not reported at the line of the cursor? */
export class WhySection {
  readonly element: HTMLElement;
  private readonly details: Details;
  private readonly pin: Pin;
  private asked = 0;

  constructor(private readonly dispatch: (action: Action) => void) {
    this.details = new Details('Why is this memory not reported?', open => dispatch({ type: 'toggle', section: 'why', open }));
    this.pin = new Pin(this.details.element);
    this.element = el('section', { class: 'why' }, this.details.element);
  }

  render(state: ViewState): void {
    const { content, selection, open } = state;
    this.element.hidden = content.kind !== 'trace';
    if (content.kind !== 'trace') return;
    this.details.render(open.why, () => this.body(state, selection));
    if (state.whyAsked !== this.asked) {
      this.asked = state.whyAsked;
      this.details.element.querySelector('summary')?.focus({ preventScroll: true });
      this.pin.set();
    }
    this.pin.hold();
  }

  private body(state: ViewState, selection: PanelSelection | null): readonly Node[] {
    const shown = shownAnswer(state);
    if (shown === undefined) return [el('p', {}, 'Reading the trace…')];
    const { answer } = shown;
    if (answer === null) return [el('p', {}, 'Up to this line no interface that reports free pages is recognised.')];
    const { block, missing } = answer;
    return [
      el('p', {}, ...this.linked(answer.worker, answer.workerLines)),
      ...(block === null ? [] : [el('p', {}, ...this.linked(blockSentence(block), block.lines))]),
      ...(selection === null ? [] : [el('p', {}, zoneSentence(answer, selection)), ...this.table(answer, selection, shown.line)]),
      ...missing.flatMap(({ text, lines }) => [el('p', { class: 'missing' }, text), ...(lines.length === 0 ? [] : [el('pre', {}, el('code', {}, lines.join('\n')))])]),
    ];
  }

  private table(answer: NotReportedAnswer, selection: PanelSelection, line: number): readonly Node[] {
    const zone = zoneOf(answer, selection);
    const orders = zone === undefined ? [] : ordersOf(zone);
    if (orders.length === 0) return [];
    const body = el('tbody');
    for (const { order, groups } of orders) {
      groups.forEach((group, i) => {
        body.append(el('tr', order === selection.order ? { class: 'selected' } : {},
          ...(i === 0 ? [el('th', { scope: 'rowgroup', rowspan: String(groups.length) }, number(order))] : []),
          el('td', group.atLeast === group.atMost ? {} : { class: 'bounded' }, groupCount(group)), el('td', { class: 'text' }, ...this.linked(group.text, group.lines))));
      });
    }
    return [el('table', {},
      el('caption', {}, `Free blocks that are not reported, in zone ${zoneName(selection)}, at line ${lineNumber(line)}`),
      el('thead', {}, el('tr', {}, ...['Order', 'Blocks', 'Why'].map(text => el('th', { scope: 'col' }, text)))), body)];
  }

  private linked(text: string, lines: readonly EvidenceLine[]): readonly (Node | string)[] {
    return linkedText(text, lines).map(part => (typeof part === 'string' ? part : this.link(part)));
  }

  private link({ line, message }: EvidenceLine): Node {
    const button = el('button', { type: 'button', class: 'link', 'data-why': String(line), title: message, 'aria-label': `Line ${lineNumber(line)}: ${message}` }, lineNumber(line));
    button.addEventListener('click', () => this.dispatch({ type: 'goTo', line, focus: true }));
    return button;
  }
}
