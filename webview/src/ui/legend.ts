import { el } from './dom.js';

const names = { free: 'Free', reported: 'Reported', 'in-flight': 'In flight' } as const;

/** What the colours mean. The charts' texts and tables name the series themselves, so this is for the eye only. */
export class Legend {
  readonly element: HTMLElement;
  private readonly bounds = el('span', {}, el('i', { class: 'swatch bounds' }), 'Between bounds');

  constructor(...series: readonly (keyof typeof names)[]) {
    this.element = el('span', { class: 'legend', 'aria-hidden': 'true' },
      ...series.map(name => el('span', {}, el('i', { class: `swatch ${name}` }), names[name])), this.bounds);
  }

  show(isShown: boolean, hasBounds: boolean): void {
    this.element.hidden = !isShown;
    this.bounds.hidden = !hasBounds;
  }
}
