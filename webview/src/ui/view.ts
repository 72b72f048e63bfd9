import type { Action, ViewState } from '../model.js';
import { el, setText } from './dom.js';
import { Header } from './header.js';
import { OrdersSection } from './ordersSection.js';
import { SeriesSection } from './seriesSection.js';
import { createButton } from './toolkit.js';
import { WhySection } from './whySection.js';

/** The whole page: built once, then brought in line with the state. */
export class View {
  private readonly main: HTMLElement;
  private readonly message = el('p', {});
  private readonly empty: HTMLElement;
  private readonly restart: HTMLElement;
  private readonly header: Header;
  private readonly orders: OrdersSection;
  private readonly series: SeriesSection;
  private readonly why: WhySection;

  constructor(dispatch: (action: Action) => void) {
    this.main = document.getElementById('panel') ?? document.body.appendChild(el('main'));
    this.header = new Header(dispatch);
    this.orders = new OrdersSection(dispatch);
    this.series = new SeriesSection(dispatch);
    this.why = new WhySection(dispatch);
    this.restart = createButton('Restart Analysis Server', () => dispatch({ type: 'restart' }), { primary: true });
    this.empty = el('div', { class: 'empty', role: 'status' }, this.message, this.restart);
    this.main.replaceChildren(this.empty, this.header.element, el('div', { class: 'charts' }, this.orders.element, this.series.element), this.why.element);
  }

  render(state: ViewState): void {
    const { content } = state;
    this.main.setAttribute('aria-busy', String(content.kind === 'waiting'));
    this.empty.hidden = content.kind === 'trace';
    this.restart.hidden = content.kind !== 'unavailable' || content.action !== 'restart';
    setText(this.message, messageOf(state));
    this.header.render(state);
    this.orders.render(state);
    this.series.render(state);
    this.why.render(state);
  }
}

function messageOf({ content }: ViewState): string {
  switch (content.kind) {
    case 'waiting': return 'Waiting for the analysis of the trace…';
    case 'unavailable': return content.text;
    case 'trace': return '';
  }
}
