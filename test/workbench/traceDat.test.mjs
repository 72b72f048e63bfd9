// A binary recording of trace-cmd: found in the Explorer, shown as text in which everything works.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/project.mjs';
import { editorOf, goTo, runCommand, tabOf, until } from './lib/page.mjs';
import { closeSession, openSession, screenshot, step } from './lib/session.mjs';

const session = await openSession('traceDat');
const recording = fs.readFileSync(path.join(root, 'test/fixtures/tracedat/reporting-v6.dat'));
for (const name of ['recording.dat', 'second.dat']) fs.writeFileSync(path.join(session.workspace, name), recording);
fs.writeFileSync(path.join(session.workspace, 'cut.dat'), recording.subarray(0, recording.length - 9000));
fs.writeFileSync(path.join(session.workspace, 'other.dat'), 'this is something else\n');

const notification = (page, text) => page.locator('.notification-list-item', { hasText: text });
const button = (message, name) => message.locator('.monaco-button', { hasText: name });
const explorerRow = (page, name) => page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });

/** Chooses the menu's entry until it has led to `result`: a notice that comes up closes a menu. */
async function openFromExplorer(page, name, result) {
  for (let attempt = 1; ; attempt++) {
    await explorerRow(page, name).click({ button: 'right' });
    const entry = page.locator('.monaco-menu .action-item', { hasText: 'Open trace.dat' }).first();
    await entry.hover();
    await page.locator('.monaco-menu .action-item.focused', { hasText: 'Open trace.dat' }).first().waitFor({ timeout: 2000 }).catch(() => undefined);
    await page.keyboard.press('Enter');
    try {
      await result.waitFor({ timeout: 8000 });
      return;
    } catch (error) {
      if (attempt === 3) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

step(session, "Open trace.dat in the Explorer's menu shows a recording as an Allocator Trace", async page => {
  // They came before anybody watched the folder.
  await runCommand(page, 'Refresh Explorer');
  await explorerRow(page, 'recording.dat').waitFor();
  await openFromExplorer(page, 'recording.dat', tabOf(page, 'recording.dat'));
  await page.locator('.statusbar-item[id="status.editor.mode"]', { hasText: 'Allocator Trace' }).waitFor();
  await until('the first event is shown', async () => /mm_page_alloc:/.test(await editorOf(page).innerText()));
});

step(session, 'it is coloured, analysed and read-only', async page => {
  const colours = await until('more than one colour', async () => {
    const seen = await editorOf(page).locator('.view-line span span').evaluateAll(spans => [...new Set(spans.map(span => getComputedStyle(span).color))]);
    return seen.length > 1 && seen;
  });
  assert.ok(colours.length > 1);
  await page.locator('.statusbar-item[id="status.languageStatus"]').hover();
  await page.locator('.monaco-hover:visible', { hasText: '971 events' }).waitFor();
  await goTo(page, 2);
  const before = await editorOf(page).locator('.view-line').first().innerText();
  await page.keyboard.type('x');
  assert.equal(await editorOf(page).locator('.view-line').first().innerText(), before);
  await screenshot(page, 'trace-dat');
});

step(session, 'a recording that was cut shows what is left and says what is missing', async page => {
  await openFromExplorer(page, 'cut.dat', notification(page, /cut\.dat is cut short: .* could be read/));
  await tabOf(page, 'cut.dat').waitFor();
});

step(session, 'another file says why it is none', async page => {
  await openFromExplorer(page, 'other.dat', notification(page, 'other.dat').filter({ hasText: 'is not a trace.dat' }));
});

step(session, 'where VS Code shows only that a recording is binary, a notice offers the text', async page => {
  await explorerRow(page, 'second.dat').dblclick();
  await button(notification(page, 'second.dat is a recording of trace-cmd'), 'Open as Text').click();
  await tabOf(page, 'second.dat.alloctrace').waitFor();
});

closeSession(session);
