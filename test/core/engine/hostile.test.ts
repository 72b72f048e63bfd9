/** Traces that contradict themselves or are broken: no crash, no hang, and every list stays a list. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream } from '../../../server/src/core/index.js';
import { oracleNames, readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';

const SEED = Number(process.env['BUDDYSCOPE_SEED'] ?? 7);
const ROUNDS = Number(process.env['BUDDYSCOPE_ROUNDS'] ?? 60);

test('a block that is allocated with a larger order than it is listed with leaves its list', () => {
  const document = openDocument([
    '# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x10000 free=none',
    '# buddyscope: free zone=Normal order=9 migratetype=1 pfn=0x400',
    '          stress-812     [001] d..1.   100.000005: __rmqueue_smallest: zone=Normal order=10 migratetype=1 pfn=0x400',
    '# buddyscope: free zone=Normal order=9 migratetype=1 pfn=0x400,0x600',
  ].join('\n'));
  document.findings();
  const [list] = document.stateAt(3).zones[0].lists;
  assert.deepEqual([list.order, list.pfns, list.more], [9, [0x400, 0x600], 0]);
});

test('a block that was given out has left its list, although no line shows its removal', () => {
  const document = openDocument([
    '# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x10000 free=none',
    '          stress-812     [001] d..1.   100.000001: add_to_free_list: zone=Normal pfn=0x400 order=0 migratetype=1',
    '          stress-812     [001] d..1.   100.000002: add_to_free_list: zone=Normal pfn=0x402 order=0 migratetype=1',
    '          stress-812     [001] d..1.   100.000003: __rmqueue_smallest: zone=Normal order=0 migratetype=1 pfn=0x400',
    '          stress-812     [001] d..1.   100.000004: add_to_free_list: zone=Normal pfn=0x400 order=0 migratetype=1',
  ].join('\n'));
  assert.deepEqual(document.findings().map(({ rule }) => rule), []);
  assert.deepEqual(document.stateAt(3).zones[0].lists.map(({ pfns }) => pfns), [[0x402]]);
});

test('so has the larger block that it was split from; the halves that overlap it are found once', () => {
  const document = openDocument([
    '# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x10000 free=none',
    '          stress-812     [001] d..1.   100.000001: add_to_free_list: zone=Normal pfn=0x400 order=1 migratetype=1',
    '          stress-812     [001] d..1.   100.000002: add_to_free_list: zone=Normal pfn=0x401 order=0 migratetype=1',
    '          stress-812     [001] d..1.   100.000003: __rmqueue_smallest: zone=Normal order=0 migratetype=1 pfn=0x400',
    '          stress-812     [001] d..1.   100.000004: del_page_from_free_list: zone=Normal pfn=0x401 order=0',
    '          stress-812     [001] d..1.   100.000005: add_to_free_list: zone=Normal pfn=0x400 order=1 migratetype=1',
  ].join('\n'));
  assert.deepEqual(document.findings().map(({ rule, line, count }) => [rule, line, count]), [['block-overlap', 2, 1]]);
  assert.deepEqual(document.stateAt(3).zones[0].lists.map(({ order, pfns }) => [order, pfns]), [[0, [0x401]]]);
});

const splinters = [
  '0xffffffffffffffff', '-1', '99999999999999999999', 'zone=', 'order=31', 'order=-1', 'pfn=0x1fffffffffffff', 'migratetype=15', 'head', 'none', '\0', '😀',
  'free=none', 'nents=4294967296', 'lock=', 'bit=ACTIVE', '\nCPU:0 [LOST 5 EVENTS]\n', '\n# buddyscope: zone=Normal node=0 start_pfn=0x10000 end_pfn=0x0 free=none\n',
  '\n# buddyscope: max_order=3 pageblock_order=2 migrate_types=A,B\n', '\n# buddyscope: max_order=99 pageblock_order=40 capacity=-1\n',
  '\n# buddyscope: free zone=Normal order=10 migratetype=1 pfn=0x400,0x400,0x800\n', '\n# buddyscope: buddyinfo Node 0, zone Normal 99999999999 2 3\n',
];

function mutate(text: string, random: Random): string {
  const at = random.below(text.length);
  switch (random.below(4)) {
    case 0: return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1);
    case 1: return text.slice(0, at) + text.slice(at + random.below(40));
    case 2: return text.slice(0, at) + random.pick(splinters) + text.slice(at);
    default: {
      const from = random.below(text.length);
      return text.slice(0, at) + text.slice(from, from + random.below(300)) + text.slice(at);
    }
  }
}

test(`damaged traces, seed ${SEED}`, () => {
  const random = new Random(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const name = random.pick(oracleNames);
    const lines = Buffer.from(readOracle(name).trace).toString('utf8').split('\n');
    const at = random.below(lines.length);
    let text = [...lines.slice(0, 13), ...lines.slice(at, at + 1000)].join('\n');
    for (let i = 0; i < 60; i++) text = mutate(text, random);
    const stream = openStream({ fold: false }, { onSeries: () => undefined });
    stream.push(Buffer.from(text));
    const { summary } = stream.end();
    const document = openDocument(text);
    assert.ok(summary.events > 0);
    const state = document.stateAt(random.below(document.lineCount));
    for (const { lists } of state.zones) for (const list of lists) assert.equal(new Set(list.pfns).size, list.pfns.length, `${name}, seed ${SEED}, round ${round}`);
    document.hover(random.below(document.lineCount), 60);
    document.symbols();
  }
});
