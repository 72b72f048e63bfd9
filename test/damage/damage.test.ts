/**
 * Damaged histories of real machines: one damage in a capture, and the rule finds it at the line. The captures as they are
 * give no error and no warning. DAMAGE_CASES=100 makes so many cases of each kind; DAMAGE_SEED another choice of them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStream, type Finding } from '../../server/src/core/index.js';
import { Random } from '../support/random.js';
import { asLockdep, captures, type Capture } from './capture.js';
import { damages, type DamageKind } from './damages.js';

const cases = Number(process.env['DAMAGE_CASES'] ?? 20);
const seed = Number(process.env['DAMAGE_SEED'] ?? 1);
const MUST_FIND = 0.95;

const all = [...captures, ...captures.filter(({ rt, rows }) => !rt && rows.some(row => row.lock !== undefined)).map(asLockdep)];

function findingsOf(lines: readonly string[]): readonly Finding[] {
  const stream = openStream({});
  stream.push(Buffer.from(lines.join('\n'), 'latin1'));
  return stream.end().findings.filter(({ severity, rule }) => severity !== 'info' && rule !== 'lost-events');
}

test('the captures as they are give no error and no warning', () => {
  assert.equal(captures.length, 16);
  for (const { name, lines } of all) assert.deepEqual(findingsOf(lines), [], name);
});

interface Tally { decided: number; found: number; undecided: number }

/** Draws among the captures that can be damaged so, each as often as the others. */
function draw(kind: DamageKind, random: Random): { capture: Capture; site: Capture['rows'][number] } {
  const fit = all.map(capture => ({ capture, sites: kind.sites(capture) })).filter(({ sites }) => sites.length > 0);
  const { capture, sites } = random.pick(fit);
  return { capture, site: random.pick(sites) };
}

for (const [number, kind] of damages.entries()) {
  test(`${kind.name} is found at the line in ${MUST_FIND * 100} of 100 cases that the trace decides`, t => {
    const random = new Random(seed * 1000 + number);
    const byCapture = new Map<string, Tally>();
    const reasons = new Map<string, number>();
    const missed: string[] = [];
    let decided = 0;
    for (let i = 0; decided < cases && i < 4 * cases; i++) {
      const { capture, site } = draw(kind, random);
      const tally = byCapture.get(capture.name) ?? { decided: 0, found: 0, undecided: 0 };
      byCapture.set(capture.name, tally);
      const result = kind.damage(capture, site, random);
      if ('undecided' in result) {
        tally.undecided++;
        reasons.set(result.undecided, (reasons.get(result.undecided) ?? 0) + 1);
        continue;
      }
      decided++;
      tally.decided++;
      const findings = findingsOf(result.lines);
      if (findings.some(({ line, rule }) => line === result.at && result.rules.includes(rule))) tally.found++;
      else missed.push(`${capture.name}:${site.at + 1}, expected at ${result.at + 1}, found ${findings.map(({ line, rule }) => `${rule} at ${line + 1}`).join(', ') || 'nothing'}`);
    }
    for (const [name, tally] of [...byCapture].sort()) t.diagnostic(`${name}: ${tally.found} of ${tally.decided} found, ${tally.undecided} not decided`);
    for (const [reason, count] of reasons) t.diagnostic(`not decided: ${reason}: ${count}`);
    for (const miss of missed) t.diagnostic(`missed: ${miss}`);
    assert.equal(decided, cases, 'too few cases that the trace decides');
    assert.ok(decided - missed.length >= MUST_FIND * decided, `${decided - missed.length} of ${decided} found; missed: ${missed.join('; ')}`);
  });
}
