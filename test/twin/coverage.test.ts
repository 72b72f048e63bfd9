/**
 * The twin covers every rule in every interface that the rule is for: by a fault, or by a remark that the rule must
 * make where the twin does and nowhere else. What is left out stands in faults/exempt.ts, with the reason.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleInfos } from '../../server/src/core/index.js';
import { interfaceNames, type InterfaceName } from '../../server/src/core/trace/settings.js';
import { remarkedIn } from './compare.js';
import { cases } from './faults/all.js';
import { exemptions } from './faults/exempt.js';

const covers = (rule: string, name: InterfaceName): boolean =>
  cases.some(entry => entry.rule === rule && entry.interfaces.includes(name)) || (remarkedIn[rule]?.includes(name) ?? false);
const exempts = (rule: string, name: InterfaceName): boolean => exemptions.some(entry => entry.rule === rule && entry.interfaces.includes(name));

/** What is found in the text alone is the same in all interfaces: one is enough. */
const isOfText = (interfaces: readonly InterfaceName[]): boolean => interfaces.length === interfaceNames.length;

test('every rule is covered in each of its interfaces, or there is a reason', () => {
  const missing = ruleInfos.flatMap(({ id, interfaces }) => {
    const open = interfaces.filter(name => !covers(id, name) && !exempts(id, name));
    if (isOfText(interfaces) && open.length < interfaces.length) return [];
    return open.map(name => `${id} in ${name}`);
  });
  assert.deepEqual(missing, []);
});

test('no exemption is of a rule that is covered, or of none', () => {
  for (const { rule, interfaces, reason } of exemptions) {
    assert.ok(reason.length > 20, `${rule}: no reason`);
    const info = ruleInfos.find(({ id }) => id === rule);
    for (const name of interfaces) {
      assert.ok(info?.interfaces.includes(name) === true, `${rule} is not for ${name}`);
      assert.ok(!covers(rule, name), `${rule} is covered in ${name}`);
    }
  }
});

test('every fault is of a rule that can find it', () => {
  for (const { rule, interfaces, fault } of cases) {
    const info = ruleInfos.find(({ id }) => id === rule);
    assert.ok(info?.interfaces.some(name => (interfaces as readonly string[]).includes(name)) === true, `${rule} by ${fault.site}`);
  }
});
