/**
 * The only file that knows the widget toolkit, which is no longer maintained: another one means rewriting this file.
 */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeDropdown, vsCodeOption } from '@vscode/webview-ui-toolkit';
import type { Button, Dropdown } from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption());

export interface Choice { readonly value: string; readonly text: string }

/** A labelled drop-down list. */
export class Picker {
  readonly element = document.createElement('div');
  private readonly dropdown: Dropdown;
  private shown = '';

  constructor(id: string, label: string, onPick: (value: string) => void) {
    const caption = document.createElement('label');
    caption.id = `${id}-label`;
    caption.textContent = label;
    this.dropdown = create('vscode-dropdown', isDropdown);
    this.dropdown.id = id;
    // The inner list box takes its name from the host; the label element alone does not reach it.
    this.dropdown.setAttribute('aria-label', label);
    this.dropdown.addEventListener('change', () => onPick(this.dropdown.value));
    this.element.className = 'picker';
    this.element.append(caption, this.dropdown);
  }

  show(choices: readonly Choice[], selected: string | undefined): void {
    // Rebuilt only when the choices change: an open list would close under the user's hand.
    const wanted = JSON.stringify(choices);
    if (wanted !== this.shown) {
      this.shown = wanted;
      this.dropdown.replaceChildren(...choices.map(({ value, text }) => {
        const option = document.createElement('vscode-option');
        option.setAttribute('value', value);
        option.textContent = text;
        return option;
      }));
    }
    this.dropdown.disabled = choices.length === 0;
    if (selected === undefined) return;
    // The options are known to the list only after its next update; before, the value would be lost.
    queueMicrotask(() => this.dropdown.value = selected);
  }
}

export function createButton(text: string, onClick: () => void, { title, primary = false }: { readonly title?: string; readonly primary?: boolean } = {}): HTMLElement & { disabled: boolean } {
  const button = create('vscode-button', isButton);
  button.appearance = primary ? 'primary' : 'secondary';
  button.textContent = text;
  if (title !== undefined) button.title = title;
  button.addEventListener('click', onClick);
  return button;
}

function create<T extends HTMLElement>(tag: string, isWanted: (element: HTMLElement) => element is T): T {
  const element = document.createElement(tag);
  if (!isWanted(element)) throw new Error(`The widget toolkit did not register <${tag}>.`);
  return element;
}

function isDropdown(element: HTMLElement): element is Dropdown {
  return 'value' in element && 'disabled' in element;
}

function isButton(element: HTMLElement): element is Button {
  return 'appearance' in element && 'disabled' in element;
}
