import { el } from './dom.js';

const names = { free: 'Free', reported: 'Reported', 'in-flight': 'In flight' } as const;

/** What the colours mean. The charts' texts and tables name the series themselves, so this is for the eye only. */
export function legend(...series: readonly (keyof typeof names)[]): HTMLElement {
  return el('span', { class: 'legend', 'aria-hidden': 'true' },
    ...series.map(name => el('span', {}, el('i', { class: `swatch ${name}` }), names[name])));
}
