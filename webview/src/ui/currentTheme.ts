import { isHighContrast, themeFrom } from '../charts/theme.js';
import type { Theme } from '../charts/theme.js';

export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  return themeFrom(variable => style.getPropertyValue(variable), isHighContrast([...document.body.classList]));
}

/** VS Code changes the variables on the root element and the class of the body when the user changes the theme. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
