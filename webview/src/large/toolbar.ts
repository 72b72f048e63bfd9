import { el, setText } from '../ui/dom.js';

export interface ToolbarActions {
  readonly goToLine: (text: string) => void;
  readonly find: (text: string, matchCase: boolean, backwards: boolean) => void;
  readonly stopFinding: () => void;
  readonly finding: (direction: 'next' | 'previous') => void;
  readonly analyze: () => void;
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
  private readonly analyze: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor(actions: ToolbarActions) {
    const find = (backwards: boolean): void => { if (this.text.value !== '') actions.find(this.text.value, this.matchCase.ariaPressed === 'true', backwards); };
    this.stop = button('Stop searching', 'Stop', actions.stopFinding);
    this.steps = [button('Previous finding (Shift+F8)', '↑', () => { actions.finding('previous'); }), button('Next finding (F8)', '↓', () => { actions.finding('next'); })];
    this.analyze = button('Read the whole file and mark what is wrong in it', 'Analyze', actions.analyze);
    this.analyze.classList.add('primary');
    this.matchCase.addEventListener('click', () => { this.matchCase.ariaPressed = String(this.matchCase.ariaPressed !== 'true'); });
    this.onKeys(this.line, actions, () => { actions.goToLine(this.line.value); });
    this.onKeys(this.text, actions, find);
    this.element = el('header', {},
      el('div', { class: 'bar' },
        el('div', { class: 'file' }, this.file, this.size),
        el('div', { class: 'group' }, this.found, ...this.steps, this.analyze, button('Open in the text editor at this line', 'Text Editor', actions.openText))),
      el('div', { class: 'bar' },
        el('div', { class: 'group' }, el('label', { for: 'line' }, 'Line'), this.line),
        el('div', { class: 'group', role: 'search' }, el('label', { for: 'text' }, 'Find'), this.text, this.matchCase,
          button('Previous place (Shift+F3)', '↑', () => { find(true); }), button('Next place (F3)', '↓', () => { find(false); }), this.stop, this.progress)));
    this.setSearch(undefined, '');
  }

  setFile(name: string, size: string): void {
    setText(this.file, name);
    setText(this.size, size);
  }

  setFindings(text: string, any: boolean, analyzed: boolean): void {
    setText(this.found, text);
    for (const step of this.steps) step.disabled = !any;
    this.analyze.classList.toggle('primary', !analyzed);
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
