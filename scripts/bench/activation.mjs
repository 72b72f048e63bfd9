// How long the packaged extension takes to activate, as VS Code itself tells it, in a real workbench that has just started:
// `node scripts/bench/activation.mjs`; prints JSON. Needs the VSIX in dist/ and an installed workbench.
import { openFile, runCommand } from '../../test/workbench/lib/page.mjs';
import { openSession } from '../../test/workbench/lib/session.mjs';

const STARTS = 3;

const milliseconds = [];
for (let i = 0; i < STARTS; i++) milliseconds.push(await activation(await openSession('activation')));
console.log(JSON.stringify({ milliseconds }));

async function activation({ page, workbench, browser }) {
  try {
    await openFile(page, 'startup.alloctrace');
    await page.locator('.statusbar-item[id="status.editor.mode"]', { hasText: 'Allocator Trace' }).waitFor();
    await runCommand(page, 'Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: /buddyscope/i }).first();
    await row.locator('.activation-time', { hasText: /\d ?ms/ }).waitFor();
    const text = await row.locator('.activation-time').innerText();
    return Number(/(\d+) ?ms/.exec(text)[1]);
  } finally {
    await browser.close();
    await workbench.stop();
  }
}
