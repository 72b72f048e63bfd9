import type { LargePhase, LargeReadParams } from '../../../server/src/protocol/large.js';
import { el, setText } from '../ui/dom.js';
import { readingText } from './text.js';

export interface ToolbarActions {
  readonly goToLine: (text: string) => void;
  readonly find: (text: string, matchCase: boolean, backwards: boolean) => void;
  readonly stopFinding: () => void;
  readonly finding: (direction: 'next' | 'previous') => void;
  /** Stop the analysis, or go on with it. */
  readonly read: (on: boolean) => void;
  readonly follow: (on: boolean) => void;
  /** Read the file anew. */
  readonly again: () => void;
  /** All findings. */
  readonly table: () => void;
  readonly openText: () => void;
  readonly leave: () => void;
}

function button(label: string, text: string, action: () => void): HTMLButtonElement {
  const made = el('button', { type: 'button', title: label, 'aria-label': label }, text);
  made.addEventListener('click', action);
  return made;
}

/** Asked again while it has the focus, what was typed meanwhile stays. */
function focus(input: HTMLInputElement): void {
  if (document.activeElement === input) return;
  input.focus();
  input.select();
}

/** Name and size of the file, and what can be done with it. */
export class Toolbar {
  private readonly file = el('h1');
  private readonly size = el('span', { class: 'note' });
  private readonly found = el('span', { class: 'note' });
  private readonly line = el('input', { id: 'line', type: 'text', inputmode: 'numeric', size: '8', autocomplete: 'off' });
  private readonly text = el('input', { id: 'text', type: 'search', size: '24', autocomplete: 'off', spellcheck: 'false' });
  private readonly matchCase = el('button', { type: 'button', class: 'toggle', 'aria-pressed': 'false', 'aria-label': 'Match case', title: 'Match case' }, 'Aa');
  private readonly progress = el('span', { class: 'note', role: 'status' });
  private readonly stop: HTMLButtonElement;
  private readonly steps: readonly HTMLButtonElement[];
  private readonly reading = el('span', { class: 'note', role: 'status' });
  private readonly read: HTMLButtonElement;
  private readonly followed: HTMLButtonElement;
  private phase: LargePhase = 'waiting';
  readonly element: HTMLElement;

  constructor(actions: ToolbarActions) {
    const find = (backwards: boolean): void => { if (this.text.value !== '') actions.find(this.text.value, this.matchCase.ariaPressed === 'true', backwards); };
    this.stop = button('Stop searching', 'Stop', actions.stopFinding);
    this.steps = [button('Previous finding (Shift+F8)', '↑', () => { actions.finding('previous'); }), button('Next finding (F8)', '↓', () => { actions.finding('next'); })];
    this.read = button('Stop the analysis here', 'Stop', () => {
      if (this.phase === 'over') actions.again();
      else actions.read(this.phase === 'stopped');
    });
    this.followed = button('Read on as the file grows', 'Follow', () => { actions.follow(this.phase !== 'following'); });
    this.followed.classList.add('toggle');
    this.matchCase.addEventListener('click', () => { this.matchCase.ariaPressed = String(this.matchCase.ariaPressed !== 'true'); });
    this.onKeys(this.line, actions, () => { actions.goToLine(this.line.value); });
    this.onKeys(this.text, actions, find);
    this.element = el('header', {},
      el('div', { class: 'bar' },
        el('div', { class: 'file' }, this.file, this.size),
        el('div', { class: 'group' }, this.reading, this.read, this.followed, this.found, ...this.steps, button('Show all findings in a table', 'All Findings', actions.table), button('Open in the text editor at this line', 'Text Editor', actions.openText))),
      el('div', { class: 'bar' },
        el('div', { class: 'group' }, el('label', { for: 'line' }, 'Line'), this.line),
        el('div', { class: 'group', role: 'search' }, el('label', { for: 'text' }, 'Find'), this.text, this.matchCase,
          button('Previous place (Shift+F3)', '↑', () => { find(true); }), button('Next place (F3)', '↓', () => { find(false); }), this.stop, this.progress)));
    this.setSearch(undefined, '');
    this.setFindings('', false);
    this.read.hidden = true;
    this.followed.hidden = true;
  }

  setFile(name: string, size: string): void {
    setText(this.file, name);
    setText(this.size, size);
  }

  setFindings(text: string, any: boolean): void {
    setText(this.found, text);
    for (const step of this.steps) step.disabled = !any;
  }

  setReading(reading: LargeReadParams): void {
    const { phase } = reading;
    this.phase = phase;
    setText(this.reading, readingText(reading));
    this.read.hidden = phase === 'waiting' || phase === 'read' || phase === 'following';
    const label = phase === 'reading' ? 'Stop' : phase === 'stopped' ? 'Go On' : 'Analyze Again';
    setText(this.read, label);
    this.read.title = { Stop: 'Stop the analysis here', 'Go On': 'Analyze the rest of the file', 'Analyze Again': 'Read the file from its start' }[label];
    this.read.setAttribute('aria-label', this.read.title);
    this.followed.hidden = phase !== 'read' && phase !== 'following';
    this.followed.ariaPressed = String(phase === 'following');
  }

  /** `percent` is undefined while nothing is searched. */
  setSearch(percent: number | undefined, text: string): void {
    this.stop.hidden = percent === undefined;
    setText(this.progress, percent === undefined ? text : `${percent} %`);
  }

  focusLine(): void {
    focus(this.line);
  }

  focusText(): void {
    focus(this.text);
  }

  /** As if the button for the next or previous place were used. */
  find(actions: ToolbarActions, backwards: boolean): void {
    if (this.text.value === '') this.focusText();
    else actions.find(this.text.value, this.matchCase.ariaPressed === 'true', backwards);
  }

  private onKeys(input: HTMLInputElement, actions: ToolbarActions, enter: (shift: boolean) => void): void {
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter') enter(event.shiftKey);
      if (event.key === 'Escape') actions.leave();
    });
  }
}
