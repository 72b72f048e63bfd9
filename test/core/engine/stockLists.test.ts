/** What the events of a stock kernel tell of free and reported blocks, step by step. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream, seriesJsonRow, stateJson, type SeriesRow } from '../../../server/src/core/index.js';
import { app, begins, ends, freed, head, isolate, notify, pass, putback, removed, report, settings, snapshot } from '../../support/stockLines.js';

interface Counts { free: (number | null)[]; reported: (number | null)[]; inFlight: number | null }
/** Bounds of order 5 and 6 after the last line: [least, most] of order 5, then of order 6. */
function after(...lines: string[]): Counts {
  const text = [...head, ...lines].join('\n');
  const [zone] = openDocument(text).summary().zones;
  const of = (count: readonly (number | null)[], low?: readonly (number | null)[], high?: readonly (number | null)[]): (number | null)[] => [5, 6].flatMap(order => [low?.[order] ?? count[order], high?.[order] ?? count[order]]);
  return {
    free: of(zone.nrFree, zone.bounds?.nrFreeAtLeast, zone.bounds?.nrFreeAtMost),
    reported: of(zone.reported, zone.bounds?.reportedAtLeast, zone.bounds?.reportedAtMost), inFlight: zone.inFlight[6],
  };
}

test('a pass that ends with its lists leaves every free block reported', () => {
  assert.deepEqual(after(...pass([[0x3c0, 6]])), { free: [0, 0, 16, 16], reported: [0, 0, 16, 16], inFlight: 0 });
});

test('before the first pass nothing is known of the flags that blocks have', () => {
  assert.deepEqual(after(...begins(), ...isolate(0x3c0, 6)), { free: [0, 0, 15, 15], reported: [0, 0, 0, 15], inFlight: 1 });
});

test('a split takes the flag from what is left', () => {
  assert.deepEqual(after(...pass([[0x3c0, 6]]), removed(0x3c0, 0)).reported, [0, 0, 15, 15]);
  assert.deepEqual(after(...pass([[0x3c0, 6]]), removed(0x3c0, 0)).free, [1, 1, 15, 15]);
});

test('a fallback to another migratetype takes the page itself; where the next line tells it as well, it is one page', () => {
  const fallback = (pfn: number, order: number, from: number): string =>
    app(`mm_page_alloc_extfrag: page=00000000c6d3f0df pfn=0x${pfn.toString(16)} alloc_order=${order} fallback_order=${from} pageblock_order=5 alloc_migratetype=2 fallback_migratetype=1 fragmenting=0 change_ownership=1`);
  const known = pass([[0x3c0, 6]]);
  const whole = after(...known, removed(0x3c0, 0));
  assert.deepEqual(whole.free, [1, 1, 15, 15]);
  for (const lines of [[fallback(0x3c0, 0, 6)], [fallback(0x3c0, 0, 6), removed(0x3c0, 0)], [removed(0x3c0, 0), fallback(0x3c0, 0, 6)]]) assert.deepEqual(after(...known, ...lines), whole);
  assert.deepEqual(after(...known, fallback(0x3c0, 5, 6), removed(0x3e0, 0)).free, [0, 0, 15, 15]);
  assert.deepEqual(after(...known, fallback(0x3c0, 0, 3)), after(...known), 'a smaller block is none that is counted');
});

test('a block that nothing was known of may have been of any order', () => {
  const { free, reported } = after(...pass([[0x3c0, 6]]), removed(0x80, 0));
  assert.deepEqual(free, [0, 1, 15, 16]);
  assert.deepEqual(reported, [0, 1, 15, 16]);
});

test('a merge takes the flag', () => {
  const split = [...pass([[0x3c0, 6]]), removed(0x3c0, 5), ...pass([[0x3e0, 5]])];
  assert.deepEqual(after(...split).reported, [1, 1, 15, 15]);
  const merged = after(...split, app('mm_page_free: page=00000000c6d3f0df pfn=0x3c0 order=5'), notify(), app('mm_page_pcpu_drain: page=00000000c6d3f0df pfn=0x3c0 order=5 migratetype=1'));
  assert.deepEqual(merged, { free: [0, 0, 16, 16], reported: [0, 0, 15, 15], inFlight: 0 });
});

test('a block that merges when it is put back is not reported', () => {
  const meanwhile = [freed(0x3c0, 5), notify(), app('mm_page_pcpu_drain: page=00000000c6d3f0df pfn=0x3c0 order=5 migratetype=1')];
  const { free, reported } = after(...pass([[0x3c0, 6]]), removed(0x3c0, 5), ...begins(), ...isolate(0x3e0, 5), ...report(1), ...meanwhile, putback(0x3e0, 5), ends());
  assert.deepEqual(free, [0, 0, 16, 16]);
  assert.deepEqual(reported, [0, 0, 15, 15]);
});

test('a report that fails marks nothing', () => {
  const { reported } = after(...pass([[0x3c0, 6]], 4, -5));
  assert.deepEqual(reported, [0, 0, 0, 15]);
});

test('a list may end with its budget after two batches', () => {
  const blocks = Array.from({ length: 8 }, (_, i): [number, number] => [i * 64, 6]);
  assert.deepEqual(after(...pass(blocks)).reported, [0, 0, 8, 15], 'block 0x3c0 has come from a free');
  assert.deepEqual(after(...pass(blocks.slice(0, 7))).reported, [0, 0, 15, 15], 'the block of the first free is unreported since before the pass');
});

test('a list ends where __isolate_free_page() refuses', () => {
  assert.deepEqual(after(...begins(), ...isolate(0x0, 6), ...isolate(0x3c0, 6, 0), ...report(1), putback(0x0, 6), ends()).reported, [0, 0, 1, 15]);
});

test('without the notify any free may have completed a block', () => {
  const drain = app('mm_page_pcpu_drain: page=00000000c6d3f0df pfn=0x3c0 order=0 migratetype=1');
  const [zone] = openDocument([...settings, snapshot, removed(0x3c0, 6), ...pass([[0x0, 6]]), drain].join('\n')).summary().zones;
  assert.deepEqual([zone.bounds?.nrFreeAtLeast.slice(5), zone.bounds?.nrFreeAtMost.slice(5)], [[0, 15], [1, 16]]);
});

test('frees without a page event show that page events are off: nothing is known any more', () => {
  assert.deepEqual(after(...pass([[0x3c0, 6]]), notify(), notify(), notify()).reported, [null, null, null, null]);
});

test('what leaves the lists unseen is not counted on: page pointers without their base, zones without bounds, no removals, lost events', () => {
  const known = [...pass([[0x3c0, 6]])];
  const zone = (text: string): Counts['reported'] => {
    const found = openDocument(text).summary().zones.find(z => z.zone === 'Normal');
    assert.ok(found);
    assert.equal(found.bounds, undefined);
    return [found.reported[5], found.reported[6]];
  };
  const all = [...head, ...known].join('\n');
  assert.deepEqual(zone(all.replace(' vmemmap=0xffffea0000000000', '')), [null, null]);
  assert.deepEqual(zone(all.replace(' start_pfn=0x0 end_pfn=0x400', '')), [null, null]);
  assert.deepEqual(zone([...settings, snapshot, ...pass([[0x3c0, 6]])].join('\n')), [null, null]);
  assert.deepEqual(zone(`${all}\nCPU:1 [LOST 3 EVENTS]`), [null, null]);
});

test('a snapshot that does not fit shows that something was not printed; it is right', () => {
  const { free, reported } = after(...pass([[0x3c0, 6]]), '# buddyscope: buddyinfo Node 0, zone Normal 0 0 0 0 0 3 9');
  assert.deepEqual(free, [3, 3, 9, 9]);
  assert.deepEqual(reported, [0, 3, 0, 9]);
});

test('a driver that registers enables the notify: until then merges were not shown', () => {
  const early = ['page_reporting_register: (page_reporting_register+0x0/0x100) prdev=0xff00', 'page_reporting_register__return: ret=0'].map(app);
  assert.deepEqual(openDocument([...settings, snapshot, removed(0x3c0, 6), ...pass([[0x0, 6]])].join('\n')).summary().zones[0].nrFree[6], 15);
  assert.equal(openDocument([...settings, snapshot, removed(0x3c0, 6), ...early, ...pass([[0x0, 6]])].join('\n')).summary().zones[0].nrFree[6], null);
});

test('JSON: a count that is not determined is null, its bounds stand beside it; CSV has the columns of always', () => {
  const text = [...head, ...begins(), ...isolate(0x3c0, 6)].join('\n');
  const document = openDocument(text);
  const row = document.series('Normal', 0, 6, 1e6).at(-1);
  assert.ok(row);
  assert.deepEqual(JSON.parse(seriesJsonRow(row)), {
    line: 11, time_ns: row.timeNs, zone: 'Normal', node: 0, order: 6, nr_free: 15, reported: null, in_flight: 1,
    nr_free_at_least: 15, nr_free_at_most: 15, reported_at_least: 0, reported_at_most: 15,
  });
  const state = stateJson(document.stateAt(document.lineCount - 1)).replace(/\s+/g, '');
  assert.match(state, /"reported":\[0,0,0,0,0,0,null\].*"reportedAtMost":\[0,0,0,0,0,0,15\]/);
  const rows: SeriesRow[] = [];
  const stream = openStream({}, { onSeries: r => { if (r.order === 6) rows.push(r); } });
  stream.push(Buffer.from(text));
  stream.end();
  assert.deepEqual(rows.at(-1), row, 'as a stream and as a document');
});
