import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelHtml } from '../../client/src/panel/panelHtml.js';
import { contentSecurityPolicy } from '../../client/src/webviewPage.js';

const nonce = 'dGhpcy1pcy1vbmx5LWEtdGVzdA==';
const page = panelHtml({ nonce, scriptUri: 'https://example.test/webview.js', styleUri: 'https://example.test/webview.css?a=1&b="2"' });

test('the policy allows nothing but script and style with the nonce', () => {
  assert.equal(contentSecurityPolicy(nonce), `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`);
  assert.ok(page.includes(`<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(nonce)}">`));
  assert.ok(!page.includes('unsafe'));
});

test('the page has one script and one style sheet, both with the nonce, and none inline', () => {
  const scripts = [...page.matchAll(/<script\b([^>]*)>([^<]*)</g)];
  assert.deepEqual(scripts.map(([, attributes, text]) => [attributes?.includes(`nonce="${nonce}"`), text]), [[true, '']]);
  assert.match(page, new RegExp(`<link rel="stylesheet" nonce="${nonce}"`));
  assert.doesNotMatch(page, /<style|style=|\son\w+=/);
});

test('the toolkit finds the nonce for its own style', () => {
  assert.ok(page.includes(`<meta property="csp-nonce" content="${nonce}">`));
});

test('addresses are escaped', () => {
  assert.ok(page.includes('href="https://example.test/webview.css?a=1&amp;b=&quot;2&quot;"'));
});

test('a nonce that could end the policy is refused', () => {
  assert.throws(() => contentSecurityPolicy("short"));
  assert.throws(() => contentSecurityPolicy("aaaaaaaaaaaaaaaaaaaaaa'; script-src *"));
});
