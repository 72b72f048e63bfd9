// The panel's page by itself, with data of every kind and in every theme, under the real policy.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { out } from '../../scripts/lib/project.mjs';
import { launchBrowser } from './lib/browser.mjs';
import { answerMessage, countsMessage, normal, seriesMessage, stock, stockSeriesMessage } from './fixtures/panelMessages.mjs';
import { coloursOf, openPanelPage, post, savedBy, sentBy, setTheme, themes, violationsOn } from './lib/panelPage.mjs';

const browser = await launchBrowser();
after(() => browser.close());

const shots = path.join(out, 'shots');
fs.mkdirSync(shots, { recursive: true });

/** Opens a page, runs `body` and checks that the page neither failed nor broke its policy. */
function onPage(name, options, body) {
  test(name, async () => {
    const { page, problems } = await openPanelPage(browser, options);
    await body(page);
    assert.deepEqual(await violationsOn(page), []);
    assert.deepEqual(problems, []);
    await page.close();
  });
}

const rowsOf = (page, section) => page.locator(`section[aria-labelledby="${section}-heading"] tbody tr`).evaluateAll(rows => rows.map(row => [...row.children].map(cell => cell.textContent)));

for (const theme of Object.keys(themes)) {
  onPage(`draws both charts in the ${theme} theme`, { theme }, async page => {
    await post(page, countsMessage({ line: 1200 }), seriesMessage());
    assert.ok(await coloursOf(page, 'orders') > 10);
    assert.ok(await coloursOf(page, 'series') > 10);
    await page.screenshot({ path: path.join(shots, `panel-${theme}.png`) });
  });
}

for (const theme of Object.keys(themes)) {
  onPage(`draws bounds in the ${theme} theme`, { theme, state: { open: { numbers: true, changes: true } } }, async page => {
    await post(page, countsMessage({ line: 1200, interfaceName: 'mainline', zones: [stock] }), stockSeriesMessage());
    assert.ok(await page.locator('.swatch.bounds').first().isVisible());
    assert.deepEqual((await rowsOf(page, 'orders')).slice(8), [['8', 'unknown', '0', '0'], ['9', '5', 'at least 2', '0'], ['10', '189 to 203', '120 to 190', '13']]);
    await page.screenshot({ path: path.join(shots, `panel-bounds-${theme}.png`), fullPage: true });
    const bounded = await coloursOf(page, 'orders');
    await post(page, countsMessage({ line: 1200 }), seriesMessage());
    assert.ok(!await page.locator('.swatch.bounds').first().isVisible());
    assert.ok(bounded > 10);
  });
}

for (const theme of Object.keys(themes)) {
  onPage(`says why memory is not reported in the ${theme} theme`, { theme }, async page => {
    await post(page, countsMessage({ line: 1200, interfaceName: 'mainline', zones: [stock] }), stockSeriesMessage());
    assert.equal(await page.locator('.why table').count(), 0, 'closed at first');
    await post(page, { type: 'openWhy' }, answerMessage());
    assert.deepEqual((await sentBy(page)).at(-1), { type: 'why', open: true });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Why is this memory not reported?');
    assert.deepEqual(await page.locator('.why tbody tr').evaluateAll(rows => rows.map(row => [...row.children].slice(0, 2).map(cell => cell.textContent))), [['9', '3'], ['10', '1'], ['at most 37', 'The last run reported 96 blocks of this order (line 1,180) and may have used up its budget for the list, about a sixteenth of it. It then asks for the next run itself. Line 1,101']]);
    await page.evaluate(() => { scrollTo(0, 0); });
    await page.screenshot({ path: path.join(shots, `panel-why-${theme}.png`), fullPage: true });
    // From the summary the keyboard comes to the lines, in reading order.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual((await sentBy(page)).at(-1), { type: 'reveal', line: 1186, focus: true });
    const names = await page.locator('.why button').evaluateAll(buttons => buttons.map(button => button.getAttribute('aria-label')));
    assert.deepEqual(names.slice(0, 3), ['Line 1,187: a run is asked for', 'Line 1,190: free since then', 'Line 703: left over from a split']);
  });
}

onPage('follows a change of the theme', {}, async page => {
  await post(page, countsMessage(), seriesMessage());
  const before = await page.locator('canvas[data-chart="orders"]').screenshot();
  await setTheme(page, 'high-contrast-light');
  await post(page);
  assert.notDeepEqual(await page.locator('canvas[data-chart="orders"]').screenshot(), before);
});

onPage('has the numbers as tables and the charts in words', { state: { open: { numbers: true, changes: true } } }, async page => {
  await post(page, countsMessage({ line: 119 }), seriesMessage());
  assert.deepEqual(await rowsOf(page, 'orders'), normal.nrFree.map((free, order) => [order, free, normal.reported[order], normal.inFlight[order]].map(String)));
  const changes = await rowsOf(page, 'series');
  assert.deepEqual(changes[0], ['41', '100.000001 s', 'unknown', '0', '0']);
  assert.match(await page.locator('canvas[data-chart="orders"]').getAttribute('aria-label'), /order 10: 187 free, 96 reported/);
  for (const canvas of await page.locator('canvas').all()) assert.equal(await canvas.getAttribute('role'), 'img');
  for (const table of await page.locator('table').all()) {
    assert.equal(await table.locator('caption').count(), 1);
    assert.equal(await table.locator('th:not([scope])').count(), 0);
  }
  for (const list of await page.locator('vscode-dropdown').all()) assert.ok(await list.getAttribute('aria-label'));
});

onPage('shows what is unknown as unknown, with advice', {}, async page => {
  await post(page, countsMessage(), seriesMessage());
  await page.locator('vscode-dropdown#zone').click();
  await page.locator('vscode-dropdown#zone vscode-option', { hasText: 'DMA32' }).click();
  await post(page);
  assert.deepEqual((await sentBy(page)).at(-1), { type: 'select', selection: { zone: 'DMA32', node: 0, order: 10 } });
  assert.deepEqual((await rowsOf(page, 'orders'))[0], ['0', 'unknown', 'unknown', 'unknown']);
  assert.match(await page.locator('.note pre').first().innerText(), /# buddyscope: buddyinfo Node 0, zone DMA32/);
  await page.screenshot({ path: path.join(shots, 'panel-unknown.png') });
});

onPage('leads to the line by mouse and by keyboard', { state: { open: { numbers: true, changes: true } } }, async page => {
  await post(page, countsMessage({ line: 119 }), seriesMessage());
  const canvas = page.locator('canvas[data-chart="series"]');
  const { width, height } = await canvas.boundingBox();
  await canvas.click({ position: { x: width * 0.6, y: height / 2 } });
  await post(page);
  const { type, line } = (await sentBy(page)).at(-1);
  assert.equal(type, 'reveal');
  assert.equal((line - 40) % 9, 0, `line ${line} is a change`);
  await page.getByRole('button', { name: 'Next change' }).press('Enter');
  assert.deepEqual((await sentBy(page)).at(-1), { type: 'reveal', line: 121, focus: false });
  await page.locator('button[data-line="85"]').press('Enter');
  assert.deepEqual((await sentBy(page)).at(-1), { type: 'reveal', line: 85, focus: true });
  await page.locator('button[data-order="9"]').press('Enter');
  assert.deepEqual((await sentBy(page)).at(-1), { type: 'select', selection: { zone: 'Normal', node: 0, order: 9 } });
});

onPage('keeps the keyboard where it is when the numbers change', {}, async page => {
  await post(page, countsMessage(), seriesMessage());
  await page.locator('button[data-order="9"]').focus();
  await post(page, countsMessage({ line: 500 }));
  assert.equal(await page.evaluate(() => document.activeElement.dataset.order), '9');
});

onPage('says what to do when there is nothing to show', {}, async page => {
  await post(page, { type: 'unavailable', text: 'The analysis server is not running.', action: 'restart' });
  await page.getByRole('button', { name: 'Restart Analysis Server' }).click();
  assert.deepEqual((await sentBy(page)).at(-1), { type: 'restart' });
  await post(page, countsMessage({ zones: [], interfaceName: null }));
  assert.match(await page.locator('.note').first().innerText(), /names no zone[^]*# buddyscope: interface=mainline/);
  await page.screenshot({ path: path.join(shots, 'panel-empty.png') });
});

onPage('text of a trace stays text', {}, async page => {
  const hostile = '<img src=x onerror=alert(1)>';
  await post(page, { ...countsMessage({ zones: [{ ...normal, zone: hostile }] }), file: hostile }, { ...seriesMessage({ zone: hostile }) });
  assert.equal(await page.locator('img').count(), 0);
  assert.equal(await page.locator('h1').innerText(), hostile);
  const { notReported } = answerMessage();
  const hostileAnswer = { ...notReported.answer, worker: hostile, workerLines: [{ line: 3, message: hostile }], missing: [{ text: hostile, lines: [hostile] }] };
  await post(page, { type: 'openWhy' }, { ...answerMessage(), notReported: { ...notReported, answer: hostileAnswer } });
  assert.ok((await page.locator('.why').innerText()).includes(hostile));
  assert.equal(await page.locator('img').count(), 0);
  await post(page, { type: 'unavailable', text: hostile, action: null }, 'rubbish', { type: 'counts', counts: { line: 'x' } });
  assert.ok((await page.locator('.empty').innerText()).includes(hostile));
});

onPage('what it needs to come back after a reload is kept from the start', {}, async page => {
  assert.notEqual(await savedBy(page), undefined);
  await post(page, countsMessage({ line: 7 }));
  const { place, selection } = await savedBy(page);
  assert.deepEqual([place.line, selection], [7, { zone: 'Normal', node: 0, order: 10 }]);
});

onPage('a long series is drawn within two frames', {}, async page => {
  await post(page, countsMessage());
  await page.evaluate(async message => {
    window.postMessage(message, '*');
    await new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 0));
  }, seriesMessage({ rows: 1600 }));
  assert.ok(await coloursOf(page, 'series') > 10);
});
