// A trace that VS Code does not hand over: found from the disk, shown in the viewer.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { chartOf, coloursOf, numbersOf, panelOf, pick } from './lib/panel.mjs';
import { editorOf, openFile, problemsOf, runCommand, tabOf, until } from './lib/page.mjs';
import { closeSession, openSession, screenshot, setSettings, step } from './lib/session.mjs';

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
  const found = problemsOf(page).filter({ hasText: 'unlock-not-held' });
  await found.waitFor();
  assert.match(await found.innerText(), new RegExp(`Ln ${lines}\\b`));
  await found.click();
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

/** The page of the viewer. */
const viewer = page => page.frameLocator('iframe.webview.ready').first().frameLocator('#active-frame').locator('main#viewer');
const row = (page, line) => viewer(page).locator(`.row[data-line="${line - 1}"]`);
const current = async page => Number(await viewer(page).locator('.row.current').getAttribute('data-line')) + 1;

async function goToLine(page, line) {
  await page.keyboard.press('Control+G');
  await viewer(page).locator('#line:focus').waitFor();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

step(session, 'the viewer shows the file from the disk, in colours', async page => {
  await runCommand(page, 'Allocator Trace: Open in Large Trace Viewer');
  await row(page, 1).filter({ hasText: 'tracer: nop' }).waitFor();
  await until('all lines are counted', async () => (await viewer(page).locator('.file').innerText()).includes(`${lines.toLocaleString('en-US')} lines`));
  await row(page, 20).locator('.event').first().waitFor();
  const colours = await viewer(page).locator('.row span').evaluateAll(spans => new Set(spans.map(span => getComputedStyle(span).color)).size);
  assert.ok(colours > 4, `${colours} colours`);
});

step(session, 'it scrolls to any place at once', async page => {
  const list = viewer(page).locator('.lines');
  await list.evaluate(element => { element.scrollTop = element.scrollHeight / 2; });
  await until('lines of the middle are shown', async () => {
    const seen = await viewer(page).locator('.row:not(.waiting)').evaluateAll(rows => rows.map(element => Number(element.dataset.line)));
    return seen.length > 10 && Math.abs(seen[0] - lines / 2) < lines / 100;
  });
  assert.match(await viewer(page).locator('.row .text').nth(3).innerText(), /\[\d{3}\]|^#/);
});

step(session, 'it goes to a line, and the line has its mark and says what is wrong', async page => {
  await goToLine(page, lines.toLocaleString('en-US'));
  await row(page, lines).locator('.squiggle.error', { hasText: 'spin_unlock_irqrestore' }).waitFor();
  assert.equal(await current(page), lines);
  assert.match(await viewer(page).locator('footer').innerText(), /Error stress-812 releases the lock[^]*unlock-not-held/);
  await row(page, lines).hover();
  await viewer(page).locator('.card', { hasText: 'unlock-not-held' }).waitFor();
  await screenshot(page, 'large-viewer-light');
});

step(session, 'the machine at any line is told, to the pointer and to the keyboard', async page => {
  await goToLine(page, '1706');
  await until('the line is shown', async () => await current(page) === 1706);
  await until('the file is analysed and followed', async () => (await viewer(page).locator('header').innerText()).includes('Following'));
  const card = viewer(page).locator('.card');
  // Away from the line and back, so that the card is opened anew; a card of the line that was here before may still be in the way.
  await until('the card of the line is shown', async () => {
    try {
      await viewer(page).locator('#line').hover({ timeout: 3000 });
      await card.waitFor({ state: 'hidden', timeout: 3000 });
      await row(page, 1707).hover({ force: true, timeout: 3000 });
      await card.filter({ hasText: /after this line/ }).waitFor({ timeout: 3000 });
      return /Zone DMA32[^]*nr_free[^]*CPU 0/.test(await card.innerText());
    } catch (error) {
      if (error.name !== 'TimeoutError') throw error;
      return false;
    }
  });
  assert.match(await card.innerText(), /Zone DMA32[^]*nr_free[^]*CPU 0/);
  await viewer(page).locator('.lines').press('ArrowDown');
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  await viewer(page).locator('.card:focus').filter({ hasText: 'Held:' }).waitFor();
  assert.equal(await card.getAttribute('aria-label'), 'Line 1,707');
  await screenshot(page, 'large-hover');
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'hidden' });
  await viewer(page).locator('.lines:focus').waitFor();
});

step(session, 'the keyboard moves along lines, findings and places of a text', async page => {
  await goToLine(page, '1705');
  await until('the line is shown', async () => await current(page) === 1705);
  await page.keyboard.press('F8');
  await until('the next finding is shown', async () => await current(page) === 1706);
  await page.keyboard.press('ArrowDown');
  await until('the next line is shown', async () => await current(page) === 1707);
  await page.keyboard.press('Control+F');
  await viewer(page).locator('#text:focus').waitFor();
  await page.keyboard.type('200.000000');
  await page.keyboard.press('Enter');
  await until('the place is shown', async () => await current(page) === lines);
  await viewer(page).locator('.place', { hasText: '200.000000' }).waitFor();
});

step(session, "a finding's link leads to its line in the viewer", async page => {
  await goToLine(page, '1');
  await until('the first line is shown', async () => await current(page) === 1);
  await problemsOf(page).filter({ hasText: 'show this line in the Large Trace Viewer' }).first().click();
  await until('the line of the finding is shown', async () => await current(page) === lines);
  await until('no other tab is left', async () => await tabOf(page, 'large.alloctrace').count() === 2);
});

step(session, 'a click on a finding opens the chart at its line; the chart follows the viewer and leads back to it', async page => {
  await goToLine(page, '1706');
  await until('the line is shown', async () => await current(page) === 1706);
  await viewer(page).locator('footer .message').first().click();
  await panelOf(page).locator('.where', { hasText: 'Line 1,706 of' }).waitFor();
  await panelOf(page).locator('h1', { hasText: 'large.alloctrace' }).waitFor();
  await pick(page, 'Zone', 'DMA32');
  const before = (await numbersOf(page))[10];
  assert.match(before[0], /^\d+$/);
  await viewer(page).locator('.lines').press('ArrowDown');
  await panelOf(page).locator('.where', { hasText: 'Line 1,707 of' }).waitFor();
  await until('the series is drawn', async () => Object.keys(await coloursOf(page, 'series')).length > 3);
  await screenshot(page, 'large-chart-light');
  await panelOf(page).locator('vscode-button', { hasText: 'Next change' }).click();
  await until('the line of the next change is shown', async () => await current(page) > 1707);
  const there = await current(page);
  await panelOf(page).locator('.where', { hasText: `Line ${there.toLocaleString('en-US')} of` }).waitFor();
  const { width, height } = await chartOf(page, 'series').boundingBox();
  await chartOf(page, 'series').click({ position: { x: width * 0.7, y: height / 2 } });
  await until('the line of the clicked change is shown', async () => await current(page) > lines / 3);
});

step(session, 'all findings are in a table, with filters, and each leads to its line', async page => {
  await runCommand(page, 'Allocator Trace: Show All Findings in a Table');
  const table = viewer(page).locator('section.table');
  await table.locator('.note', { hasText: '12 findings' }).waitFor();
  await table.locator('#table-rule').selectOption({ value: 'unlock-not-held' });
  await table.locator('.note', { hasText: '1 of 12 findings' }).waitFor();
  await table.locator('.table-rows .table-row', { hasText: 'stress-812' }).click();
  await until('the line of the finding is shown', async () => await current(page) === lines);
  await table.locator('button', { hasText: 'Reset' }).click();
  await table.locator('.note', { hasText: /^12 findings/ }).waitFor();
  await table.locator('#table-from').fill('199');
  await table.locator('#table-from').press('Enter');
  await table.locator('.note', { hasText: / of 12 findings/ }).waitFor();
  await table.locator('button', { hasText: 'Reset' }).click();
  await table.locator('.note', { hasText: /^12 findings/ }).waitFor();
  await table.locator('.table-list').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await until('the keyboard leads to a line', async () => await current(page) < lines);
  for (const [kind, theme] of Object.entries({ light: 'Light Modern', dark: 'Dark Modern', 'high-contrast': 'Default High Contrast', 'high-contrast-light': 'Default High Contrast Light' })) {
    setSettings(session, { 'workbench.colorTheme': theme });
    await viewer(page).locator(`xpath=ancestor::body[@data-vscode-theme-kind="vscode-${kind}"]`).waitFor();
    await screenshot(page, `large-table-${kind}`);
  }
  await table.locator('.table-list').press('Escape');
  await table.waitFor({ state: 'hidden' });
});

step(session, 'a file that grows is followed, and new findings are marked as they come', async page => {
  const file = path.join(session.workspace, 'large.alloctrace');
  fs.appendFileSync(file, late.replace('200.000000', '201.000000'));
  await until('the new line is counted', async () => (await viewer(page).locator('.file').innerText()).includes(`${(lines + 1).toLocaleString('en-US')} lines`));
  await goToLine(page, String(lines + 1));
  await row(page, lines + 1).filter({ hasText: '201.000000' }).waitFor();
  await viewer(page).locator('.group', { hasText: 'Following' }).first().waitFor();
  await page.locator('.statusbar-item', { hasText: /error.*, following/ }).waitFor();
  fs.truncateSync(file, 5_000_000);
  await viewer(page).locator('.banner', { hasText: 'became shorter' }).waitFor();
  await until('what is left is counted', async () => !(await viewer(page).locator('.file').innerText()).includes('528,00'));
});

step(session, 'it follows the theme', async page => {
  setSettings(session, { 'workbench.colorTheme': 'Dark Modern' });
  await viewer(page).locator('xpath=ancestor::body[@data-vscode-theme-kind="vscode-dark"]').waitFor();
  await page.keyboard.press('Shift+F3');
  await screenshot(page, 'large-viewer-dark');
});

test('no page broke its policy', () => { assert.deepEqual(session.refusals, []); });

closeSession(session);
