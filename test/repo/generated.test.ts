/** What is generated is up to date, and rule files, pages, fixtures and settings name the same rules. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { explainRule, ruleInfos } from '../../server/src/core/index.js';
import { pageHeadings } from '../../server/src/core/rules/rulePage.js';
import { rules } from '../../server/src/core/rules/registry.js';
import { filesUnder, readText, root } from '../support/repository.js';

const ids = ruleInfos.map(rule => rule.id);
const names = (folder: string): string[] => readdirSync(join(root, folder)).sort();

test('scripts/gen.mjs has nothing to write', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/gen.mjs', '--check'], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('the registry has every rule file, sorted', () => {
  assert.deepEqual(ids, names('server/src/core/rules').filter(file => file.includes('-')).map(file => file.replace(/\.ts$/, '')));
  for (const id of ids) assert.match(id, /^[a-z]+(-[a-z]+)+$/);
});

test('every rule has its page, which is also what explain shows', () => {
  assert.deepEqual(names('docs/rules').filter(file => file !== 'README.md'), ids.map(id => `${id}.md`));
  for (const id of ids) assert.equal(explainRule(id), readText(`docs/rules/${id}.md`));
  assert.equal(explainRule('no-such-rule'), undefined);
});

test('a page has its headings, in order, and an example', () => {
  for (const id of ids) {
    const page = readText(`docs/rules/${id}.md`);
    assert.ok(page.startsWith(`# ${id}\n`), id);
    assert.deepEqual([...page.matchAll(/^## (.*)$/gm)].map(match => match[1]), [...pageHeadings], id);
  }
});

test('every folder of fixtures is a rule in its group', () => {
  const folders = new Set(filesUnder('test/rules', '.alloctrace').map(file => file.split('/').slice(2, 4).join('/')));
  assert.deepEqual([...folders].sort(), ruleInfos.map(({ group, id }) => `${group}/${id}`).sort());
});

test('the setting buddyscope.rules knows every rule', () => {
  const schema = readText('package.json');
  for (const { id, severity, summary } of ruleInfos) {
    assert.ok(schema.includes(`"${id}": {`), id);
    assert.ok(schema.includes(JSON.stringify(`${summary}. Default: ${severity}.`)), id);
  }
});

test("a rule's texts are sentences for a stranger", () => {
  for (const { id, summary, docs } of rules) {
    assert.match(summary, /^[A-Za-z][^\n]*[^.\n]$/, id);
    for (const text of [docs.what, docs.why, docs.fix, docs.needs, docs.source]) {
      assert.match(text, /^\S[^\n]*\.$/, `${id}: ${text}`);
      assert.doesNotMatch(text, /\b(?:E\d\d|KERNEL|RULES|S[0-4])\b/, id);
    }
  }
});
