// The form of the recording script: its lines show the choices, each can be changed, and the result is an unsaved shell script.
import assert from 'node:assert/strict';
import { editorOf, runCommand, until } from './lib/page.mjs';
import { closeSession, openSession, screenshot, step } from './lib/session.mjs';

const session = await openSession('capture');

const row = (page, label) => page.locator('.quick-input-list .monaco-list-row', { hasText: label });
const input = page => page.locator('.quick-input-widget .quick-input-box input').first();
const title = (page, text) => page.locator('.quick-input-title', { hasText: text }).waitFor();

step(session, 'the form shows every choice with its value', async page => {
  await runCommand(page, 'Allocator Trace: Create Capture Script...');
  await title(page, 'Create Capture Script');
  for (const [label, value] of [['Events', 'reporting, kmem, locks'], ['Time', '10 s'], ['Memory', '64 MB'], ['Interface', 'mainline'], ['Kernel', 'any']]) {
    await row(page, label).filter({ hasText: value }).first().waitFor();
  }
  await screenshot(page, 'capture-form');
});

step(session, 'a choice is changed in its own step; a wrong value is refused while it is typed', async page => {
  await row(page, 'Time').first().click();
  await title(page, 'Seconds');
  await input(page).fill('0');
  await page.locator('.quick-input-message', { hasText: 'A whole number from 1 to 86400' }).first().waitFor();
  await input(page).fill('3');
  await page.keyboard.press('Enter');
  await row(page, 'Time').filter({ hasText: '3 s' }).waitFor();
  await row(page, 'Events').first().click();
  await title(page, 'Events');
  await row(page, 'zone locks').click();
  await screenshot(page, 'capture-events');
  await page.keyboard.press('Enter');
  await row(page, 'Events').filter({ hasText: 'reporting, kmem' }).filter({ hasNotText: 'locks' }).waitFor();
});

step(session, 'Escape in a step leads back to the form, with the value as it was', async page => {
  await row(page, 'Memory').first().click();
  await title(page, 'Megabytes');
  await page.keyboard.press('Escape');
  await row(page, 'Memory').filter({ hasText: '64 MB' }).waitFor();
});

step(session, 'the script opens as an unsaved shell script with these choices', async page => {
  await row(page, 'Create the script').click();
  await page.locator('.statusbar-item[id="status.editor.mode"]', { hasText: 'Shell Script' }).waitFor();
  const text = await until('the script is shown', async () => {
    const shown = (await editorOf(page).innerText()).replaceAll('\u00a0', ' ');
    return shown.includes('LIMIT=3') && shown;
  });
  assert.match(text, /#!\/bin\/sh/);
  assert.match(text, /RECORDED='reporting, kmem'/);
  await page.locator('.tab.dirty, .tab[aria-label^="Untitled"]').first().waitFor();
});

step(session, 'the choices are remembered', async page => {
  await runCommand(page, 'Allocator Trace: Create Capture Script...');
  await row(page, 'Time').filter({ hasText: '3 s' }).waitFor();
  await page.keyboard.press('Escape');
});

closeSession(session);
