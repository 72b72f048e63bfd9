type Child = Node | string;

/** An element with attributes and children. Strings become text, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string>> = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function setText(element: HTMLElement, text: string): void {
  // Unchanged text is left alone, so that screen readers do not read it again.
  if (element.textContent !== text) element.textContent = text;
}
