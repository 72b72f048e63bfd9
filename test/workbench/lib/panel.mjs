// The chart panel's page, seen from outside: what a user sees and what a screen reader is told.
import { until } from './page.mjs';

/** The page inside the editor's webview, which was opened last. */
export const panelOf = page => page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame').locator('main#panel');

export const chartOf = (page, name) => panelOf(page).locator(`canvas[data-chart="${name}"]`);

/** Picks from one of the toolkit's drop-down lists as a user does: by opening it. */
export async function pick(page, label, option) {
  const list = panelOf(page).locator(`vscode-dropdown[aria-label="${label}"]`);
  await list.click();
  await list.locator('vscode-option', { hasText: option }).first().click();
  await until(`${label} shows ${option}`, async () => (await list.evaluate(element => element.shadowRoot.querySelector('.selected-value').textContent)).includes(option)
    || (await list.evaluate(element => element.displayValue ?? '')).includes(option));
}

/** The table of the bars: { order: [free, reported] }, as text. */
export async function numbersOf(page) {
  const rows = await panelOf(page).locator('section[aria-labelledby="orders-heading"] tbody tr').evaluateAll(
    elements => elements.map(row => [...row.children].map(cell => cell.textContent.trim())));
  return Object.fromEntries(rows.map(([order, free, reported]) => [order, [free, reported]]));
}

/** How many pixels of a chart have each colour that is on it, `r,g,b` by frequency; transparent ones do not count. */
export function coloursOf(page, name) {
  return chartOf(page, name).evaluate(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Map();
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 0) continue;
      const colour = `${data[i]},${data[i + 1]},${data[i + 2]}`;
      seen.set(colour, (seen.get(colour) ?? 0) + 1);
    }
    return Object.fromEntries([...seen].sort((a, b) => b[1] - a[1]).slice(0, 50));
  });
}

/** A theme's colour as the panel's page has it, `r,g,b`. */
export function themeColour(page, variable) {
  return panelOf(page).evaluate((_main, name) => {
    const probe = document.createElement('canvas').getContext('2d');
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3).join(',');
  }, variable);
}
