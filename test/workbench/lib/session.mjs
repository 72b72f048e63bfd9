// One workbench with the packaged extension, one browser page on it, and a scratch folder that the page shows.
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { out, root, vsixPath } from '../../../scripts/lib/project.mjs';
import { launchBrowser } from './browser.mjs';
import { Workbench } from './workbench.mjs';

/** Generous, because a machine that runs the whole suite can be slow; a test that passes never waits for it. */
const patienceMs = 30_000;

/** Starts everything; `name` is that of the test file. The caller's tests end with `closeSession`. */
export async function openSession(name) {
  const folder = path.join(out, 'workbench-tests', name);
  const workbench = new Workbench(folder);
  const workspace = path.join(folder, 'workspace');
  fs.cpSync(path.join(root, 'test/workbench/fixtures/workspace'), workspace, { recursive: true });
  workbench.install(vsixPath());
  await workbench.start(workspace);
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1500, height: 950 } });
  context.setDefaultTimeout(patienceMs);
  const strangers = watchRequests(context, workbench.port);
  const page = await context.newPage();
  const refusals = [];
  page.on('console', message => {
    if (/Content Security Policy/.test(message.text())) refusals.push(message.text());
  });
  await page.goto(workbench.url);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  return { name, page, workbench, workspace, browser, strangers, refusals };
}

/** Puts one of the examples of the documentation into the workspace; its name there. */
export function addExample({ workspace }, file) {
  const name = path.posix.basename(file);
  fs.copyFileSync(path.join(root, 'docs/examples', file), path.join(workspace, name));
  return name;
}

/** Replaces the settings of the workspace, which a running workbench takes at once. */
export function setSettings({ workspace }, settings) {
  fs.mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
  fs.writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
}

/** The process of the session's language server, undefined while there is none. */
export function languageServerOf({ workbench }) {
  const program = path.join('dist', 'server.js');
  return fs.readdirSync('/proc').filter(entry => /^\d+$/.test(entry)).map(Number).find(pid => {
    const words = commandLine(pid);
    return words.some(word => word.startsWith(workbench.extensions) && word.endsWith(program));
  });
}

function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** Called once in a test file, after its tests: what holds for every session, and the end of it. */
export function closeSession(session) {
  test('no request left the machine', () => {
    assert.deepEqual(session.strangers, []);
  });
  after(async () => {
    await session.browser.close();
    await session.workbench.stop();
  });
}

/**
 * A test of the session's page; where it fails, a screenshot says what the page showed. Each goes on from where the one
 * before it ended, so that after a failure the rest would only wait for things that cannot come.
 */
export function step(session, title, body) {
  test(title, async () => {
    if (session.failed) throw new Error(`not tried, because this failed before: ${session.failed}`);
    try {
      await body(session.page);
    } catch (error) {
      session.failed = title;
      await screenshot(session.page, `failed-${session.name}-${title.replace(/\W+/g, '-')}`);
      throw error;
    }
  });
}

export async function screenshot(page, name) {
  await page.screenshot({ path: path.join(out, 'shots', `${name}.png`) });
}

/** Collects the addresses of requests that something other than this workbench would have to answer. */
function watchRequests(context, port) {
  const own = new RegExp(`^(http|ws)://(127\\.0\\.0\\.1|localhost):${port}/|^(data|blob|about):`);
  const strangers = [];
  const judge = async request => {
    if (own.test(request.url())) return;
    // A webview's resources have addresses of a content network, but its service worker answers them from the workbench.
    const response = await request.response().catch(() => null);
    if (!response?.fromServiceWorker()) strangers.push(request.url());
  };
  context.on('requestfinished', judge);
  context.on('requestfailed', judge);
  return strangers;
}
