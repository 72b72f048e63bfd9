// What a user does in the workbench, and where the results show.
import { setTimeout as sleep } from 'node:timers/promises';

const quickInput = '.quick-input-widget .quick-input-box input';
const quickRow = '.quick-input-list .monaco-list-row';

/** The text editor that was used last; a rule's page or a panel may stand beside it. */
export const editorOf = page => page.locator('.editor-instance .monaco-editor[data-uri]').first();
export const problemsOf = page => page.locator('.markers-panel .monaco-list-row');

/** Types `title` into the command palette and runs the command of that title. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await choose(page, `>${title}`, title);
}

export async function openFile(page, name) {
  await page.keyboard.press('Control+P');
  await choose(page, name, name);
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await editorOf(page).locator('.view-line').first().waitFor();
}

/** Puts the cursor into the editor that was active last; line and column are 1-based, as in the status bar. */
export async function goTo(page, line, column = 1) {
  await runCommand(page, 'Go to Line/Column');
  const input = page.locator(quickInput).first();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
}

async function choose(page, text, rowText) {
  const input = page.locator(quickInput).first();
  await input.waitFor({ state: 'visible' });
  await input.fill(text);
  await page.locator(quickRow, { hasText: rowText }).first().waitFor();
  await page.keyboard.press('Enter');
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
