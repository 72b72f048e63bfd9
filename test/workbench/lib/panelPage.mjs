// The panel's page outside VS Code: the built bundle under the real policy, with a stand-in for the editor's side.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../../scripts/lib/project.mjs';

const address = 'http://panel.test/';
const nonce = 'dGhpcy1pcy1vbmx5LWEtdGVzdA==';
const here = path.dirname(fileURLToPath(import.meta.url));
export const themes = JSON.parse(fs.readFileSync(path.join(here, '../fixtures/themes.json'), 'utf8'));

/** A page with the bundle of dist/ that has just loaded. `state` is what VS Code kept of an earlier one. */
export async function openPanelPage(browser, { theme = 'dark', viewport = { width: 720, height: 900 }, state } = {}) {
  const page = await browser.newPage({ viewport });
  const files = { '': ['text/html', await html()], 'webview.js': ['text/javascript', read('dist/webview.js')], 'webview.css': ['text/css', read('dist/webview.css')] };
  await page.route(`${address}**`, route => {
    const [contentType, body] = files[route.request().url().slice(address.length)] ?? [];
    return body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ contentType, body });
  });
  const problems = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => { if (message.type() === 'error') problems.push(message.text()); });
  await page.addInitScript(standIn, state);
  await page.goto(address);
  await setTheme(page, theme);
  return { page, problems };
}

export async function setTheme(page, name) {
  await page.evaluate(({ class: kind, variables }) => {
    document.documentElement.removeAttribute('style');
    for (const [variable, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${variable}`, value);
    document.body.className = kind;
  }, themes[name]);
}

/** Sends messages as the extension does, and waits until they are drawn. */
export async function post(page, ...messages) {
  await page.evaluate(sent => { for (const message of sent) window.postMessage(message, '*'); }, messages);
  await page.evaluate(() => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 30)));
}

/** What the page has sent so far. */
export function sentBy(page) {
  return page.evaluate(() => window.panelTest.sent);
}

/** What broke the policy; must stay empty. */
export function violationsOn(page) {
  return page.evaluate(() => window.panelTest.violations);
}

export function savedBy(page) {
  return page.evaluate(() => window.panelTest.saved);
}

/** How many different colours a chart has; a blank canvas has one. */
export function coloursOf(page, chart) {
  return page.locator(`canvas[data-chart="${chart}"]`).evaluate(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

function standIn(state) {
  const test = { sent: [], violations: [], saved: state };
  window.panelTest = test;
  window.acquireVsCodeApi = () => ({ postMessage: message => test.sent.push(message), getState: () => test.saved, setState: saved => { test.saved = saved; } });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => test.violations.push(`${violatedDirective} ${blockedURI} ${sample}`));
}

/** The page as the extension writes it. */
async function html() {
  const { outputFiles } = await build({ entryPoints: [path.join(root, 'client/src/panel/panelHtml.ts')], bundle: true, format: 'esm', write: false });
  const { panelHtml } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  return panelHtml({ nonce, scriptUri: `${address}webview.js`, styleUri: `${address}webview.css` });
}

function read(file) {
  return fs.readFileSync(path.join(root, file), 'utf8');
}
