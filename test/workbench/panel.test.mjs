// The chart panel: drawn, in numbers, following the cursor and the edits, and leading back to the line.
import assert from 'node:assert/strict';
import { cursorLine, goTo, openFile, runCommand, showTab, tabOf, until } from './lib/page.mjs';
import { chartOf, coloursOf, numbersOf, panelOf, pick, themeColour } from './lib/panel.mjs';
import { addExample, closeSession, openSession, screenshot, step } from './lib/session.mjs';

const trace = 'startup.alloctrace';
const chart = `Chart: ${trace}`;

const session = await openSession('panel');

/** Blocks of DMA32 after these lines, order 0 first, as the generator of the trace counted them. */
const freeAfter = {
  1706: [1, 0, 4, 1, 3, 3, 3, 3, 3, 2, 59],
  1934: [1, 0, 4, 1, 3, 3, 3, 3, 3, 1, 44],
};
const reportedAfter = { 1706: 0, 1934: 16 };

/** The line that the panel's numbers are of. */
async function shownLine(page) {
  const text = await panelOf(page).locator('.where').innerText();
  return Number(/^Line ([\d,]+) of/.exec(text)?.[1].replace(/,/g, ''));
}

async function expectNumbers(page, line) {
  const expected = Object.fromEntries(freeAfter[line].map((free, order) => [order, [String(free), order === 10 ? String(reportedAfter[line]) : '0']]));
  await until(`the panel shows line ${line}`, async () => await shownLine(page) === line);
  assert.deepEqual(await numbersOf(page), expected);
}

step(session, 'the command opens the panel beside the trace, and the trace keeps the focus', async page => {
  await openFile(page, trace);
  await goTo(page, 1706);
  await runCommand(page, 'Allocator Trace: Show Chart Panel');
  await panelOf(page).locator('h1', { hasText: trace }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('.statusbar-item', { hasText: 'Ln 1707, Col 1' }).waitFor();
});

step(session, "the button in the editor's title opens it as well", async page => {
  await tabOf(page, chart).locator('.tab-actions a').click();
  await tabOf(page, chart).waitFor({ state: 'detached' });
  await showTab(page, trace);
  await page.locator('.editor-actions').getByRole('button', { name: 'Show Chart Panel' }).click();
  await panelOf(page).locator('h1', { hasText: trace }).waitFor();
});

step(session, "the table has the numbers of the cursor's line, and follows the cursor", async page => {
  await pick(page, 'Zone', 'DMA32');
  await showTab(page, trace);
  await goTo(page, 1706);
  await expectNumbers(page, 1706);
  await goTo(page, 1934);
  await expectNumbers(page, 1934);
  assert.match(await chartOf(page, 'orders').getAttribute('aria-label'), /DMA32.*order 10: 44 free, 16 reported/);
});

step(session, 'the bars are drawn in the colours of the theme', async page => {
  const free = await themeColour(page, '--vscode-charts-blue');
  const reported = await themeColour(page, '--vscode-charts-orange');
  const colours = await coloursOf(page, 'orders');
  assert.ok(colours[free] > 500, `few pixels of ${free} for free blocks: ${JSON.stringify(colours)}`);
  assert.ok(colours[reported] > 100, `few pixels of ${reported} for reported blocks: ${JSON.stringify(colours)}`);
  await screenshot(page, 'panel');
});

step(session, 'no style or script of the page was refused by its policy', async page => {
  const widgets = await panelOf(page).locator('vscode-button, vscode-dropdown').evaluateAll(elements => elements.map(element => ({
    alive: element.shadowRoot !== null, styled: getComputedStyle(element).display !== 'inline',
  })));
  assert.ok(widgets.length >= 4);
  assert.ok(widgets.every(({ alive, styled }) => alive && styled), JSON.stringify(widgets));
  assert.deepEqual(session.refusals, []);
});

step(session, 'a click on a point of the line chart goes to its line', async page => {
  await pick(page, 'Order', '10 (');
  await showTab(page, trace);
  await goTo(page, 1706);
  const canvas = chartOf(page, 'series');
  const { width, height } = await canvas.boundingBox();
  // Near the right edge, where the blocks come back as reported.
  await canvas.click({ position: { x: width * 0.95, y: height * 0.5 } });
  await until('the panel shows another line', async () => await shownLine(page) !== 1706);
  const shown = await shownLine(page);
  assert.ok(shown > 1706, `the panel shows line ${shown}`);
  await showTab(page, trace);
  assert.equal(await cursorLine(page), shown);
});

step(session, 'a change in the table leads to its line by the keyboard', async page => {
  await panelOf(page).locator('summary', { hasText: 'Changes' }).click();
  const change = panelOf(page).locator('section[aria-labelledby="series-heading"] tbody button').first();
  const line = Number((await change.innerText()).replace(/,/g, ''));
  await change.focus();
  await page.keyboard.press('Enter');
  await until('the panel shows it', async () => await shownLine(page) === line);
  await showTab(page, trace);
  assert.equal(await cursorLine(page), line);
});

step(session, 'an edit above the cursor changes the numbers', async page => {
  await goTo(page, 1934);
  await expectNumbers(page, 1934);
  // Without the lines in which page 0xd000 is freed, there is one block less from there on, five lines further up.
  await goTo(page, 1792);
  for (let i = 0; i < 5; i++) await page.keyboard.press('Control+Shift+K');
  await goTo(page, 1934 - 5);
  await until('one block is missing', async () => (await numbersOf(page))['10'].join() === '43,16');
  for (let i = 0; i < 5; i++) await page.keyboard.press('Control+Z');
  await goTo(page, 1934);
  await until('the block is back', async () => (await numbersOf(page))['10'].join() === '44,16');
});

const isInView = locator => locator.evaluate(element => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= document.querySelector('header').getBoundingClientRect().bottom && bottom <= innerHeight;
});
const whyOf = page => panelOf(page).locator('section.why');

step(session, 'Why Is This Memory Not Reported? opens the panel, and its answer, for the line of the cursor', async page => {
  await tabOf(page, chart).locator('.tab-actions a').click();
  await tabOf(page, chart).waitFor({ state: 'detached' });
  const example = addExample(session, 'kernel/k6.1-page-reporting.ftrace');
  await openFile(page, example);
  await goTo(page, 1100);
  await runCommand(page, 'Allocator Trace: Why Is This Memory Not Reported?');
  await panelOf(page).locator('h1', { hasText: example }).waitFor();
  const caption = whyOf(page).locator('caption', { hasText: 'zone DMA32, node 0, at line 1,100' });
  await caption.waitFor();
  await until('the answer is in view', async () => await isInView(caption) && await isInView(whyOf(page).locator('summary')));
  assert.match(await whyOf(page).locator('tbody tr').last().innerText(), /^10\s+at most 189\s+The worker is at work \(line 1,043\)/);
  await screenshot(page, 'panel-why');
});

step(session, 'the answer names the lines that show it, and leads there', async page => {
  await pick(page, 'Zone', 'DMA,');
  const refused = whyOf(page).locator('tbody tr', { hasText: 'The last run skipped the zone (line 1,045)' }).last();
  await refused.getByRole('button', { name: /^Line 1,045: the watermark check refuses the zone/ }).click();
  await until('the cursor is there', async () => await cursorLine(page) === 1045);
});

step(session, 'where all blocks are reported, it says so', async page => {
  await pick(page, 'Zone', 'DMA32');
  await showTab(page, 'k6.1-page-reporting.ftrace');
  await goTo(page, 2644);
  await whyOf(page).getByText('Every free block of order 9 and above in zone DMA32, node 0 is reported.').waitFor();
});

closeSession(session);
