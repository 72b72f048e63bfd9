import type { Advice } from '../advice.js';
import { el, setText } from './dom.js';

/** Advice under or instead of a chart. */
export class Note {
  private readonly text = el('p');
  private readonly code = el('code');
  private readonly lines = el('pre', {}, this.code);
  readonly element = el('div', { class: 'note' }, this.text, this.lines);

  show(advice: Advice | undefined): void {
    this.element.hidden = advice === undefined;
    setText(this.text, advice?.text ?? '');
    setText(this.code, advice?.lines.join('\n') ?? '');
    this.lines.hidden = advice === undefined || advice.lines.length === 0;
  }
}
