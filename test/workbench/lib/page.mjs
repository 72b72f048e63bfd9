// What a user does in the workbench, and where the results show.
import { setTimeout as sleep } from 'node:timers/promises';

const quickInput = '.quick-input-widget .quick-input-box input';

/** The text editor that was used last; a rule's page or a panel may stand beside it. */
export const editorOf = page => page.locator('.editor-instance .monaco-editor[data-uri]').first();
export const problemsOf = page => page.locator('.markers-panel .monaco-list-row');

/** Types `title` into the command palette and runs the command of that title. */
export async function runCommand(page, title) {
  await choose(page, 'F1', `>${title}`, title);
}

/** Opens a file of the workspace by typing its name. */
export async function openFile(page, name) {
  await choose(page, 'Control+P', name, name);
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
  await untilDone(page, `the cursor is at ${line}:${column}`, async timeout => {
    await page.keyboard.press('Control+G');
    await page.locator(quickInput).first().fill(`:${line}:${column}`, { timeout });
    await page.keyboard.press('Enter');
    await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor({ timeout });
  });
  // Keys that come before the editor has the focus again are lost.
  await page.locator('.monaco-editor.focused').first().waitFor();
}

/** Opens the quick input by `key`. Not ended by Enter: what comes first in the list depends on what was used last. */
async function choose(page, key, text, label) {
  await untilDone(page, `${label} is chosen`, async timeout => {
    await page.keyboard.press(key);
    await page.locator(quickInput).first().fill(text, { timeout });
    await page.locator(`.quick-input-list .monaco-list-row[aria-label^="${label}"]`).first().click({ timeout });
  });
}

/** The quick input closes when something else takes the focus, as an editor does that was just revealed; a user opens it again. */
async function untilDone(page, what, steps) {
  await until(what, async () => {
    try {
      await steps(5_000);
      return true;
    } catch (error) {
      if (error.name !== 'TimeoutError') throw error;
      await page.keyboard.press('Escape');
      return false;
    }
  });
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
