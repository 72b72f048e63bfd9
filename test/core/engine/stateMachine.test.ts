/** Each interface is a machine whose state is a value: copied, put back, compared and hashed, with no input but its lines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMachine, openStream, type Finding, type InterfaceName } from '../../../server/src/core/index.js';
import { readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';
import { filesUnder, readText } from '../../support/repository.js';

const oracle = (name: string): string[] => Buffer.from(readOracle(name).trace).toString('utf8').trimEnd().split('\n').slice(0, 2500);
const files = (folder: string): string[] => filesUnder(folder, '.alloctrace').flatMap(file => readText(file).trimEnd().split('\n'));

const traces: Readonly<Record<InterfaceName, readonly string[]>> = {
  'walk-v29': oracle('walk-clean-1'),
  'hint-list-v33': oracle('hint-clean-1'),
  'torvalds-alloc': [...files('test/rules/hint/alloc-depletes-zone'), ...files('test/rules/hint/alloc-missing-gfp-flags')],
  'wilcox-buffer': files('test/rules/hint/block-plucked'),
  'hinting-v2': oracle('v2-clean-1'),
  'reporting-v5': oracle('v5-isolate'),
  'mainline': [...readText('test/fixtures/lines/k6.1-b_register.txt').split('\n').slice(0, 1500), ...files('test/rules/mainline')],
};

/** Lines that change what later ones mean, and such that know nothing of a trace's zones and tasks. */
const detour = [
  '# buddyscope: event my_get as get_unreported_page pfn=p order=o zone=z', '# buddyscope: migrate_types=Movable,Unmovable,Isolate,CMA',
  '# buddyscope: interface=mainline preempt_rt=1 page_shift=16 max_order=14 pageblock_order=13', '# buddyscope: zone=Other node=7 start_pfn=0x0 end_pfn=0x1000000 free=none',
  '          stranger-4095    [063] d..1.   999.000001: spin_lock_irqsave: lock=zone->lock zone=Normal',
  '          stranger-4095    [063] d..1.   999.000002: my_get: p=0x400 o=9 z=Normal', 'CPU:1 [LOST 3 EVENTS]',
];

const shown = (findings: readonly Finding[]): string[] => findings.map(({ rule, line, message, related }) => `${line} ${rule} ${message} ${JSON.stringify(related)}`);
const lines = (list: readonly string[]): string => list.map(line => `${line}\n`).join('');
/** What is only found of a whole trace, or of two lines together. */
const ofWhole = new Set(['lock-held-at-end', 'no-irq-info', 'repeated-line', 'failed-to-parse']);

for (const [name, trace] of Object.entries(traces)) {
  const options = { interface: name as InterfaceName };
  test(`${name}: stepping finds what reading finds`, () => {
    const stream = openStream({ ...options, fold: false });
    stream.push(Buffer.from(lines(trace)));
    const { findings } = stream.end();
    const machine = openMachine(options);
    const stepped = trace.flatMap(line => shown(machine.step(`${line}\n`)));
    // Related lines of suppressed findings and the like aside, the two are the same list.
    assert.deepEqual(stepped.sort(), shown(findings.filter(({ rule }) => !ofWhole.has(rule))).sort());
  });

  test(`${name}: a state is a value`, () => {
    const random = new Random(11);
    const machine = openMachine(options);
    const begin = machine.save();
    const found = shown(machine.step(lines(trace)));
    const end = machine.save();
    assert.ok(!begin.equals(end));
    assert.notEqual(begin.hash, end.hash);
    for (let round = 0; round < 3; round++) {
      const middle = 1 + random.below(trace.length - 1);
      assert.ok(machine.restore(begin));
      assert.ok(machine.save().equals(begin));
      const head = shown(machine.step(lines(trace.slice(0, middle))));
      const state = machine.save();
      // What happens on the way to nowhere leaves nothing behind.
      machine.step(lines([...detour, ...traces[random.pick(Object.keys(traces)) as InterfaceName].slice(0, 400)]));
      assert.ok(!machine.save().equals(state));
      assert.ok(machine.restore(state));
      assert.ok(machine.save().equals(state));
      assert.equal(machine.save().hash, state.hash);
      assert.deepEqual([...head, ...shown(machine.step(lines(trace.slice(middle))))].sort(), [...found].sort(), `${name}, line ${middle}`);
      assert.ok(machine.save().equals(end), `${name}, line ${middle}`);
      assert.equal(machine.save().hash, end.hash);
    }
  });

  test(`${name}: two machines with the same lines are in states of the same hash, and in no others`, () => {
    const [one, two] = [openMachine(options), openMachine(options)];
    for (let at = 0; at < trace.length; at += 200) {
      const piece = lines(trace.slice(at, at + 200));
      one.step(piece);
      two.step(piece);
      assert.equal(one.save().hash, two.save().hash);
    }
    assert.deepEqual(one.view(), two.view());
    assert.ok(!one.save().equals(two.save()), 'another machine has other places for its words');
    assert.equal(two.restore(one.save()), false);
  });
}

test('a step finds what its lines show, counted from the first line of all', () => {
  const machine = openMachine({ interface: 'reporting-v5' });
  const take = '            bash-913     [003] d..1.   100.000005: spin_lock_irqsave: lock=zone->lock zone=Normal';
  assert.deepEqual(machine.step(take).map(({ rule }) => rule), []);
  const held = machine.save();
  const [finding] = machine.step(take);
  assert.deepEqual([finding.rule, finding.line, finding.related.map(({ line }) => line)], ['lock-taken-twice', 1, [0]]);
  machine.restore(held);
  assert.deepEqual(machine.step(take.replace('lock_irqsave', 'unlock_irqrestore')).map(({ rule }) => rule), []);
  assert.deepEqual(machine.view().locks, []);
});
