import type { Action, ViewState } from '../model.js';
import { orderName, whereText, zoneName } from '../text.js';
import { el, setText } from './dom.js';
import { createButton, Picker } from './toolkit.js';
import type { Choice } from './toolkit.js';

const ordersIfUnknown = 11;

/** The trace, the place in it, and what to show of it. */
export class Header {
  readonly element: HTMLElement;
  private readonly file = el('h1');
  private readonly where = el('p', { class: 'where' });
  private readonly zones: Picker;
  private readonly orders: Picker;

  constructor(dispatch: (action: Action) => void) {
    this.zones = new Picker('zone', 'Zone', value => {
      const at = value.indexOf('/');
      dispatch({ type: 'pickZone', node: Number(value.slice(0, at)), zone: value.slice(at + 1) });
    });
    this.orders = new Picker('order', 'Order', value => dispatch({ type: 'pickOrder', order: Number(value) }));
    const refresh = createButton('Refresh', () => dispatch({ type: 'refresh' }), { title: 'Ask the analysis server for all numbers again' });
    this.element = el('header', {}, el('div', { class: 'title' }, this.file, this.where), el('div', { class: 'toolbar' }, this.zones.element, this.orders.element, refresh));
  }

  render({ content, selection }: ViewState): void {
    this.element.hidden = content.kind !== 'trace';
    if (content.kind !== 'trace') return;
    setText(this.file, content.file);
    setText(this.where, whereText(content.counts));
    const { zones } = content.counts;
    // Nothing to choose from.
    this.zones.element.hidden = zones.length === 0 && selection === null;
    this.orders.element.hidden = this.zones.element.hidden;
    const isListed = selection === null || zones.some(({ zone, node }) => zone === selection.zone && node === selection.node);
    const listed = isListed || selection === null ? zones : [...zones, { zone: selection.zone, node: selection.node }];
    this.zones.show(listed.map((zone): Choice => ({ value: valueOf(zone), text: zoneName(zone) })), selection === null ? undefined : valueOf(selection));
    const orders = selection === null ? 0 : Math.max(zones[0]?.nrFree.length ?? ordersIfUnknown, selection.order + 1);
    this.orders.show(Array.from({ length: orders }, (_, order): Choice => ({ value: String(order), text: orderName(order) })), selection === null ? undefined : String(selection.order));
  }
}

// The node comes first: a zone's name is the trace's own and may contain anything.
function valueOf({ zone, node }: { readonly zone: string; readonly node: number }): string {
  return `${node}/${zone}`;
}
