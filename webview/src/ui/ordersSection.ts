import { missingBars, notesOn } from '../advice.js';
import { CanvasChart } from '../charts/canvasChart.js';
import { hatch } from '../charts/hatch.js';
import { ordersConfig } from '../charts/ordersConfig.js';
import { shownZone } from '../model.js';
import type { Action, ViewState } from '../model.js';
import { barsLabel, lineNumber } from '../text.js';
import { countsTable } from './countsTable.js';
import { currentTheme } from './currentTheme.js';
import { Details } from './details.js';
import { el, setText } from './dom.js';
import { Legend } from './legend.js';
import { Note } from './note.js';

/** Free against reported blocks for each order, at the line of the cursor. */
export class OrdersSection {
  readonly element: HTMLElement;
  private readonly heading = el('h2', { id: 'orders-heading' });
  private readonly chart = new CanvasChart<'bar', (number | null)[], string>('orders');
  private readonly note = new Note();
  private readonly legend = new Legend('free', 'reported');
  private readonly details: Details;

  constructor(private readonly dispatch: (action: Action) => void) {
    this.details = new Details('Numbers', open => dispatch({ type: 'toggle', section: 'numbers', open }));
    this.element = el('section', { 'aria-labelledby': 'orders-heading' },
      el('div', { class: 'figure' }, el('div', { class: 'heading' }, this.heading, this.legend.element), this.chart.element, this.note.element), this.details.element);
  }

  render(state: ViewState): void {
    const { content, selection, open } = state;
    this.element.hidden = content.kind !== 'trace';
    if (content.kind !== 'trace') return;
    const { counts } = content;
    const zone = shownZone(state);
    setText(this.heading, `Blocks by order at line ${lineNumber(counts.line)}`);
    this.note.show(zone === undefined ? missingBars(counts) : notesOn(zone, counts));
    this.legend.show(zone !== undefined, zone?.bounds !== undefined);
    this.details.element.hidden = zone === undefined;
    if (zone === undefined || selection === null) return this.chart.hide();
    const pick = (order: number): void => this.dispatch({ type: 'pickOrder', order });
    this.chart.show(ordersConfig(zone, selection.order, currentTheme(), hatch, pick), barsLabel(zone, counts.line));
    this.details.render(open.numbers, () => [countsTable(zone, counts.line, selection.order, pick)]);
  }
}
