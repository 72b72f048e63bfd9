// A trace that VS Code does not hand over: found from the disk, shown in the viewer.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { editorOf, openFile, problemsOf, until } from './lib/page.mjs';
import { closeSession, openSession, screenshot, step } from './lib/session.mjs';

const megabytes = 60;
const late = 'stress-812     [001] d..1.   200.000000: spin_unlock_irqrestore: lock=zone->lock zone=Normal\n';

const session = await openSession('large');
const lines = writeLarge(path.join(session.workspace, 'large.alloctrace'));

/** The capture again and again, and a fault of its own in the last line; returns how many lines that are. */
function writeLarge(file) {
  const capture = fs.readFileSync(path.join(session.workspace, 'startup.alloctrace'));
  const times = Math.ceil((megabytes * 1e6) / capture.length);
  const written = fs.openSync(file, 'w');
  for (let i = 0; i < times; i++) fs.writeSync(written, capture);
  fs.writeSync(written, late);
  fs.closeSync(written);
  return times * capture.toString().split('\n').length - times + 1;
}

const notification = (page, text) => page.locator('.notification-list-item', { hasText: text });
const button = (message, name) => message.locator('.monaco-button', { hasText: name });

const explorerRow = (page, name) => page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
/** Waits for the summary of an analysis. */
const summary = page => until('the summary is shown', async () => /errors.* in 5\d\d,\d\d\d lines/.test((await notification(page, 'large.alloctrace: ').allInnerTexts()).join(' ')));

step(session, 'a large trace that is opened as text is offered what VS Code cannot give', async page => {
  // In a browser VS Code asks first.
  await Promise.all([openFile(page, 'large.alloctrace'), page.locator('.monaco-button', { hasText: 'Open Anyway' }).click()]);
  await button(notification(page, 'VS Code hands no such file to extensions'), 'Analyze').click();
  await summary(page);
  await screenshot(page, 'large-summary');
  await button(notification(page, 'large.alloctrace: '), 'Show Problems').click();
  // The list has rows only for what it shows.
  await page.locator('input[placeholder^="Filter (e.g. text"]').first().fill('unlock-not-held');
  const row = problemsOf(page).filter({ hasText: 'unlock-not-held' });
  await row.waitFor();
  assert.match(await row.innerText(), new RegExp(`Ln ${lines}\\b`));
  await row.click();
  await editorOf(page).locator('.squiggly-error').first().waitFor();
  await page.locator('.statusbar-item', { hasText: /\d+ errors, \d+ warnings/ }).first().waitFor();
  await screenshot(page, 'large-text');
});

step(session, "Analyze Trace File is in the Explorer's menu, too", async page => {
  await explorerRow(page, 'large.alloctrace').click({ button: 'right' });
  await page.locator('.monaco-menu .action-item', { hasText: 'Analyze Trace File' }).first().hover();
  await page.keyboard.press('Enter');
  await summary(page);
});

closeSession(session);
