// What a user does in the workbench, and where the results show.
import { setTimeout as sleep } from 'node:timers/promises';

const quickInput = '.quick-input-widget .quick-input-box input';

/** The text editor that was used last; a rule's page or a panel may stand beside it. */
export const editorOf = page => page.locator('.editor-instance .monaco-editor[data-uri]').first();
export const problemsOf = page => page.locator('.markers-panel .monaco-list-row');

/** Types `title` into the command palette and runs the command of that title. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await choose(page, `>${title}`, title);
}

/** Opens a file of the workspace by typing its name. */
export async function openFile(page, name) {
  await page.keyboard.press('Control+P');
  await choose(page, name, name);
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await editorOf(page).locator('.view-line').first().waitFor();
}

/** The group may stand behind the label: "name, Editor Group 2". */
export const tabOf = (page, label) => page.locator(`.tab[aria-label^="${label}"]`);

/** Brings a tab and its editor to the front, with the keyboard in it. */
export async function showTab(page, label) {
  await tabOf(page, label).click();
  await until(`the tab ${label} is selected`, async () => await tabOf(page, label).getAttribute('aria-selected') === 'true');
}

/** The line, 1-based, of the cursor in the active text editor, as the status bar has it. */
export async function cursorLine(page) {
  const text = await page.locator('.statusbar-item[id="status.editor.selection"]').innerText();
  return Number(/Ln (\d+)/.exec(text)?.[1]);
}

/** Puts the cursor of the active text editor on a line and column, 1-based. */
export async function goTo(page, line, column = 1) {
  await runCommand(page, 'Go to Line/Column');
  const input = page.locator(quickInput).first();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  // Keys that come before the editor has the focus again are lost.
  await page.locator('.monaco-editor.focused').first().waitFor();
}

/** Not by Enter: what comes first in the list depends on what was used last. */
async function choose(page, text, label) {
  const input = page.locator(quickInput).first();
  await input.waitFor({ state: 'visible' });
  await input.fill(text);
  await page.locator(`.quick-input-list .monaco-list-row[aria-label^="${label}"]`).first().click();
}

/** Resolves with the first truthy answer of `ask`. */
export async function until(what, ask, limitMs = 30_000) {
  for (const deadline = Date.now() + limitMs; ;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs / 1000} s in vain: ${what}`);
    await sleep(50);
  }
}
