/**
 * One fault at a random place in each of many random legal histories: its rule finds it at the line that it makes
 * wrong, nothing is found before, and the history without it is silent.
 *
 * BUDDYSCOPE_FAULT_HISTORIES asks for more histories a fault, BUDDYSCOPE_SEED for other ones. A failure names the seed.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ruleInfos } from '../../server/src/core/index.js';
import { Random } from '../support/random.js';
import { analyse, checkFindings, troubles } from './compare.js';
import { cases } from './faults/all.js';
import type { FaultCase } from './faults/case.js';
import { runHistory } from './history.js';
import type { Fault } from './kernel.js';
import type { Interface } from './shape.js';

const wanted = Number(process.env['BUDDYSCOPE_FAULT_HISTORIES'] ?? 3);
const firstSeed = Number(process.env['BUDDYSCOPE_SEED'] ?? 1);
const lines = 3_000;

const untouched = new Map<string, ReadonlyMap<Fault, number>>();

/** How often an untouched history comes to each fault's site; it must be silent. */
function visitsOf(name: Interface, seed: number): ReadonlyMap<Fault, number> {
  const key = `${name} ${seed}`;
  let visits = untouched.get(key);
  if (visits === undefined) {
    const history = runHistory({ seed, interface: name, lines, counted: cases.filter(({ interfaces }) => interfaces.includes(name)).map(({ fault }) => fault) });
    checkFindings(history, analyse(history.text, seed).findings, `${name}, untouched, BUDDYSCOPE_SEED=${seed}`);
    visits = history.kernel.visits;
    untouched.set(key, visits);
  }
  return visits;
}

interface Tally { found: number; undecided: number; without: number }

function tryOne(entry: FaultCase, name: Interface, seed: number, tally: Tally): void {
  const visits = visitsOf(name, seed).get(entry.fault) ?? 0;
  if (visits === 0) { tally.without++; return; }
  const at = new Random(seed * 7919 + entry.rule.length).below(visits);
  const history = runHistory({ seed, interface: name, lines: entry.lines ?? 2 * lines, plan: { fault: entry.fault, at } });
  const { wrongLine, undecided } = history.kernel;
  if (undecided || wrongLine === null) {
    assert.ok(entry.undecided !== undefined || history.kernel.faultActor !== null, `${entry.rule}: the fault did not happen`);
    tally.undecided++;
    return;
  }
  const where = `${entry.rule} by ${entry.fault.site}, ${name}, BUDDYSCOPE_SEED=${seed}, at ${at}`;
  const { findings } = analyse(history.text, seed);
  const text = history.text.split('\n');
  const around = (): string => text.slice(Math.max(0, wrongLine - 12), wrongLine + 4).map((line, i) => `${Math.max(0, wrongLine - 12) + i + 1}: ${line}`).join('\n');
  const list = (): string => troubles(findings).slice(0, 6).map(f => `${f.line + 1} ${f.rule}`).join(', ');
  const last = entry.untilRelease === true ? text.findIndex((line, i) => i > wrongLine && line.startsWith(text[wrongLine].slice(0, 32)) && line.includes('spin_unlock')) : wrongLine;
  assert.ok(findings.some(f => f.rule === entry.rule && f.line >= wrongLine && f.line <= last), `${where}: not found at line ${wrongLine + 1}, but ${list()}\n${around()}`);
  const early = troubles(findings).find(f => f.line < wrongLine && entry.before?.includes(f.rule) !== true);
  assert.equal(early, undefined, `${where}: ${list()} before line ${wrongLine + 1}\n${around()}`);
  tally.found++;
}

for (const entry of cases) {
  const judged: readonly string[] = ruleInfos.find(({ id }) => id === entry.rule)?.interfaces ?? [];
  const interfaces = entry.interfaces.filter(name => judged.includes(name));
  test(`${entry.rule} by ${entry.fault.site} in ${interfaces.join(', ')}`, t => {
    assert.ok(interfaces.length > 0, 'no interface of the fault is one of the rule');
    const tally = { found: 0, undecided: 0, without: 0 };
    for (let i = 0; tally.found < wanted && i < wanted * 8 + 40; i++) {
      tryOne(entry, interfaces[(i + entry.rule.length) % interfaces.length], firstSeed + Math.floor(i / interfaces.length), tally);
    }
    t.diagnostic(`${tally.found} found; ${tally.undecided} undecided (${entry.undecided ?? 'the history ended first'}); ${tally.without} histories without such a place`);
    assert.ok(tally.found >= Math.min(wanted, 3), `only ${tally.found} histories decide it`);
  });
}
before(() => { assert.ok(wanted > 0); });
