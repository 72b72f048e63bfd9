// A capture in the text editor: finding, hover, fix, settings and the page of the rule.
import assert from 'node:assert/strict';
import { editorOf, goTo, openFile, problemsOf, runCommand, showTab, until } from './lib/page.mjs';
import { closeSession, languageServerOf, openSession, screenshot, setSettings, step } from './lib/session.mjs';

const rule = 'zone-lock-irqs-on';
/** page_reporting_startup takes the lock of each zone with interrupts on. */
const dma32Line = 1706;
const normalLine = 1713;
const flagsColumn = 32;

const session = await openSession('editor');

const findingsOf = page => problemsOf(page).filter({ hasText: rule });
const expectFindings = (page, number) => until(`${number} findings of ${rule} are listed`, async () => await findingsOf(page).count() === number);

/** Interrupts off where DMA32's lock is taken. */
async function typeFix(page) {
  await goTo(page, dma32Line, flagsColumn);
  await page.keyboard.press('Delete');
  await page.keyboard.type('d');
  await expectFindings(page, 1);
}

async function undoFix(page) {
  await page.keyboard.press('Control+Z');
  await page.keyboard.press('Control+Z');
  await expectFindings(page, 2);
}

step(session, 'a capture opens as an Allocator Trace', async page => {
  await openFile(page, 'startup.alloctrace');
  await page.locator('.statusbar-item[id="status.editor.mode"]', { hasText: 'Allocator Trace' }).waitFor();
});

step(session, 'a capture without a known ending is recognised by its first line, another .trace is not', async page => {
  const language = page.locator('.statusbar-item[id="status.editor.mode"]');
  await openFile(page, 'capture');
  await language.filter({ hasText: 'Allocator Trace' }).waitFor();
  await openFile(page, 'requests.trace');
  await language.filter({ hasText: 'Plain Text' }).waitFor();
  await openFile(page, 'startup.alloctrace');
});

step(session, 'the grammar colours it', async page => {
  const colours = await until('more than one colour', async () => {
    const seen = await editorOf(page).locator('.view-line span span').evaluateAll(spans => [...new Set(spans.map(span => getComputedStyle(span).color))]);
    return seen.length > 1 && seen;
  });
  assert.ok(colours.length > 1);
});

step(session, 'the line with the finding has a squiggle', async page => {
  await goTo(page, dma32Line);
  await editorOf(page).locator('.squiggly-error').first().waitFor();
});

step(session, 'Problems lists the findings with rule and line', async page => {
  await runCommand(page, 'View: Focus Problems');
  await expectFindings(page, 2);
  const listed = await findingsOf(page).allInnerTexts();
  assert.match(listed[0], new RegExp(`Ln ${dma32Line}\\b`));
  assert.match(listed[1], new RegExp(`Ln ${normalLine}\\b`));
  for (const text of listed) assert.match(text, /buddyscope/);
});

step(session, 'the status item says what was understood', async page => {
  await page.locator('.statusbar-item[id="status.languageStatus"]').hover();
  const status = page.locator('.monaco-hover:visible', { hasText: 'reporting-v5' });
  await status.waitFor();
  assert.match(await status.innerText(), /1,987 events, 2 errors/);
});

step(session, 'the outline names the functions of the trace', async page => {
  await goTo(page, dma32Line);
  await page.locator('.breadcrumbs-control .monaco-breadcrumb-item', { hasText: 'page_reporting_startup' }).waitFor();
});

step(session, 'the hover says what the event does and what follows from it', async page => {
  await goTo(page, dma32Line);
  const acquisition = editorOf(page).locator('.view-line').filter({ hasText: /spin_lock:.*DMA32/ });
  await acquisition.locator('span span').filter({ hasText: 'spin_lock' }).hover();
  const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'nr_free' });
  await hover.first().waitFor();
  const text = (await page.locator('.monaco-hover:visible').allInnerTexts()).join('\n');
  assert.match(text, /DMA32/);
  assert.match(text, new RegExp(rule));
  await screenshot(page, 'editor-hover');
  await page.keyboard.press('Escape');
});

step(session, 'typing the fix makes the finding vanish, undoing it brings it back', async page => {
  await typeFix(page);
  assert.match(await findingsOf(page).first().innerText(), new RegExp(`Ln ${normalLine}\\b`));
  await screenshot(page, 'editor-fixed');
  await undoFix(page);
});

step(session, "a rule's severity is a setting that takes effect at once", async page => {
  setSettings(session, { 'buddyscope.rules': { [rule]: 'off' } });
  await expectFindings(page, 0);
  setSettings(session, {});
  await expectFindings(page, 2);
});

const ownEvents = { my_get: 'get_unreported_page pfn=block order=ord zone=where migratetype=mt' };
const ownLine = text => editorOf(session.page).locator('.view-line').filter({ hasText: text });

step(session, 'an own event means something as soon as the settings declare it: its fault is found', async page => {
  await openFile(page, 'own-events.alloctrace');
  const fault = problemsOf(page).filter({ hasText: 'pfn-misaligned' });
  assert.equal(await fault.count(), 0);
  setSettings(session, { 'buddyscope.events': ownEvents });
  await fault.waitFor();
  assert.match(await fault.innerText(), /0x14c01.*Ln 5\b/s);
});

step(session, 'its hover says what it stands for', async page => {
  const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'stands for' });
  await until('the hover is shown', async () => {
    await page.mouse.move(0, 0);
    await ownLine('0x14a00').locator('span span').filter({ hasText: /^my_get$/ }).hover();
    return await hover.first().waitFor({ timeout: 5_000 }).then(() => true, () => false);
  });
  assert.match(await hover.first().innerText(), /my_get.*stands for.*get_unreported_page/s);
  await screenshot(page, 'editor-own-event-hover');
  await page.keyboard.press('Escape');
});

/** Of the list of completions, the rows; asked for by the key, as a user does who does not see it. */
async function completions(page, text) {
  const rows = page.locator('.suggest-widget:visible .monaco-list-row').filter({ hasText: text });
  await until(`${text} is offered`, async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Space');
    return await rows.first().waitFor({ timeout: 5_000 }).then(() => true, () => false);
  });
  return rows;
}

step(session, 'it is completed like a known event, and then its keys', async page => {
  await goTo(page, 6);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('kworker/0:1-57      [000] d..1.   812.100030: my_g');
  const [event] = [await completions(page, 'my_get')];
  await screenshot(page, 'editor-own-event-completion');
  assert.match(await event.first().innerText(), /my_get.*stands for get_unreported_page/s);
  await event.first().click();
  await ownLine(/100030:\s*my_get:/).waitFor();
  for (const key of ['block=', 'ord=', 'where=', 'mt=']) await completions(page, key);
  await page.keyboard.press('Escape');
});

step(session, 'a wrong table is said in a message, and where it stands in the settings', async page => {
  setSettings(session, { 'buddyscope.events': { my_get: 'get_unreported pfn=block' } });
  await page.locator('.notification-toast', { hasText: "buddyscope.events: 'my_get': Unknown event get_unreported" }).waitFor();
  await openFile(page, 'settings.json');
  await problemsOf(page).filter({ hasText: 'Write a known event and its keys: get_unreported_page pfn=p order=o zone=z' }).waitFor();
  await screenshot(page, 'editor-own-event-wrong');
  setSettings(session, {});
});

step(session, 'a server that was restarted, or came to an unexpected end, is followed by one that finds the same', async page => {
  await showTab(page, 'startup.alloctrace');
  const endings = [() => runCommand(page, 'Allocator Trace: Restart Analysis Server'), server => process.kill(server, 'SIGKILL')];
  for (const end of endings) {
    const before = languageServerOf(session);
    await end(before);
    await until('another server runs', () => ![undefined, before].includes(languageServerOf(session)));
    await expectFindings(page, 2);
    // What is listed could be the old server's; what changes is not.
    await typeFix(page);
    await undoFix(page);
  }
});

step(session, "the finding's link opens the page of its rule inside VS Code", async page => {
  await findingsOf(page).first().locator('a', { hasText: rule }).click();
  const rulePage = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await rulePage.getByRole('heading', { name: rule, exact: true }).waitFor();
  await screenshot(page, 'editor-rule');
});

closeSession(session);
