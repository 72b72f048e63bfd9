import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesUnder, keysIn, readText, root } from '../support/repository.js';

/** What git and npm put there, and what .gitignore names. */
const notOurs = ['.git', 'node_modules', 'dist', 'out'];
const topLevel = [
  '.ci', '.gitignore', '.npmrc', '.vscodeignore', 'CHANGELOG.md', 'LICENSE', 'README.md', 'client', 'docs', 'eslint.config.mjs',
  'language-configuration.json', 'package-lock.json', 'package.json', 'scripts', 'server', 'syntaxes', 'test', 'tsconfig.base.json', 'tsconfig.json', 'webview',
];
const npmCiLines = ['npm ci && npm run demo', 'npm ci && npm test'];

test('nothing unexpected stands at the top, and nothing is missing', () => {
  assert.deepEqual(readdirSync(root).filter(entry => !notOurs.includes(entry)).sort(), [...topLevel].sort());
});

test('the README has exactly the two commands that are enough on a fresh machine', () => {
  assert.deepEqual(readText('README.md').split('\n').filter(line => line.startsWith('npm ci')).sort(), npmCiLines);
});

test("continuous integration runs the README's test command", () => {
  assert.ok(readText('.ci/run').split('\n').includes('npm ci && npm test'));
});

test('every script that the documentation names exists', () => {
  const scripts = keysIn('package.json', 'scripts');
  const named = ['README.md', ...filesUnder('docs', '.md')].flatMap(file => [...readText(file).matchAll(/npm run ([\w:-]+)/g)].map(match => match[1]));
  assert.deepEqual(named.filter(name => name === undefined || !scripts.includes(name)), []);
});

test('client and server share one vscode-jsonrpc', () => {
  // With two, request types declared in the protocol folder would not be the same type at both ends.
  const copies = keysIn('package-lock.json', 'packages').filter(path => path.endsWith('node_modules/vscode-jsonrpc'));
  assert.deepEqual(copies, ['node_modules/vscode-jsonrpc']);
});

test('no lock file names the registry that it was written with', () => {
  const locks = ['package-lock.json', 'test/workbench/package-lock.json', 'test/workbench/vscode-modules/package-lock.json', 'test/duckdb/package-lock.json'];
  for (const lock of locks) {
    assert.ok(existsSync(join(root, lock)), `${lock} is missing`);
    assert.ok(!readText(lock).includes('"resolved"'), `${lock} has download addresses; write it with omit-lockfile-registry-resolved=true in .npmrc`);
  }
});
