/**
 * Every rule finds what its invalid fixtures show and nothing in its valid ones:
 * test/rules/GROUP/RULE/{invalid,valid}-*.alloctrace. The findings of an invalid one stand in its *.golden.txt;
 * UPDATE_GOLDEN=1 writes those anew, and `npm run gen` the pages that quote them. A first line `# also: other-rule` names findings that come with the rule's own.
 */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDocument, ruleInfos, type Finding } from '../../server/src/core/index.js';
import { filesUnder, readText, root } from '../support/repository.js';

const folder = 'test/rules';
const files = filesUnder(folder, '').filter(file => file !== `${folder}/rules.test.ts`);
const fixture = /^test\/rules\/([\w-]+)\/([\w-]+)\/(invalid|valid)-[\w-]+\.alloctrace$/;
const goldenOf = (file: string): string => file.replace(/alloctrace$/, 'golden.txt');

test('every file belongs to a rule, and every rule has both kinds of fixtures', () => {
  const traces = files.filter(file => fixture.test(file));
  const goldens = traces.filter(file => fixture.exec(file)?.[3] === 'invalid').map(goldenOf);
  assert.deepEqual(files.filter(file => !traces.includes(file) && !goldens.includes(file)), []);
  const folders = new Set(ruleInfos.map(({ group, id }) => `${group}/${id}`));
  assert.deepEqual(traces.filter(file => !folders.has(file.split('/').slice(2, 4).join('/'))), []);
  for (const { group, id } of ruleInfos) {
    for (const kind of ['invalid', 'valid']) {
      assert.ok(traces.some(file => file.startsWith(`${folder}/${group}/${id}/${kind}-`)), `${id} has no ${kind} fixture`);
    }
  }
});

for (const file of files) {
  const [, , id, kind] = fixture.exec(file) ?? [];
  if (id === undefined) continue;
  test(file.slice(folder.length + 1), () => {
    const text = readText(file);
    const findings = openDocument(text).findings();
    if (kind === 'valid') {
      assert.deepEqual(findings.filter(finding => finding.rule === id).map(shown), []);
      return;
    }
    const also = /^# also: (.*)\n/.exec(text)?.[1].split(', ') ?? [];
    assert.ok(findings.some(finding => finding.rule === id), `${id} finds nothing`);
    for (const rule of also) assert.ok(findings.some(finding => finding.rule === rule), `${rule} finds nothing, but the first line says so`);
    const others = findings.filter(finding => finding.rule !== id && !also.includes(finding.rule) && finding.severity !== 'info');
    assert.deepEqual(others.map(shown), []);
    compare(goldenOf(file), findings.map(shown).join(''));
  });
}

/** `LINE:COLUMN-END severity rule: message`, counted from 1, and the related lines below. */
function shown(finding: Finding): string {
  const related = finding.related.map(({ line, message }) => `    ${line + 1}: ${message}\n`);
  return `${finding.line + 1}:${finding.column + 1}-${finding.endColumn + 1} ${finding.severity} ${finding.rule}: ${finding.message}\n${related.join('')}`;
}

function compare(golden: string, actual: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(join(root, golden), actual);
  else {
    assert.ok(existsSync(join(root, golden)), `${golden} is missing; UPDATE_GOLDEN=1 writes it`);
    assert.equal(actual, readText(golden));
  }
}
