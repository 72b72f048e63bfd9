/** Free lists and batches of mainline page reporting, by what the state and the counts show. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream, type SeriesRow } from '../../../server/src/core/index.js';

const worker = '     kworker/0:1-29      [000] d..1.   100.000005: ';
const lists = [
  '# buddyscope: zone=Normal start_pfn=0x10000 end_pfn=0x40000 free=none',
  '# buddyscope: free zone=Normal order=9 migratetype=1 pfn=0x10000*,0x20000,0x30000',
];

function trace(...events: readonly string[]): string {
  return ['# buddyscope: interface=mainline', ...lists, ...events.map(event => (event.startsWith('#') ? event : worker + event)), ''].join('\n');
}

/** Free lists after the last line: `TYPE: pfn pfn*`, reported ones with a star. */
function listed(text: string): string[] {
  const [zone] = openDocument(text).stateAt(text.split('\n').length - 2).zones;
  return zone.lists.map(({ migratetype, pfns, reportedPfns }) => `${migratetype}: ${pfns.map(pfn => `0x${pfn.toString(16)}${reportedPfns.includes(pfn) ? '*' : ''}`).join(' ')}`);
}

test('the list is turned until the block is its first', () => {
  assert.deepEqual(listed(trace('list_rotate_to_front: zone=Normal order=9 migratetype=1 pfn=0x30000')), ['Movable: 0x30000 0x10000* 0x20000']);
  assert.deepEqual(listed(trace('list_rotate_to_front: zone=Normal order=9 migratetype=1 pfn=0x10000')), ['Movable: 0x10000* 0x20000 0x30000']);
  assert.deepEqual(listed(trace('list_rotate_to_front: zone=Normal order=9 migratetype=2 pfn=0x30000')), ['Movable: 0x10000* 0x20000 0x30000']);
});

test('a block that moves keeps its flag, and since 5.10 goes to the tail', () => {
  const moves = ['move_to_free_list: zone=Normal pfn=0x20000 order=9 migratetype=5', 'move_to_free_list: zone=Normal pfn=0x10000 order=9 migratetype=5'];
  assert.deepEqual(listed(trace(...moves)), ['Movable: 0x30000', 'Isolate: 0x20000 0x10000*']);
  assert.deepEqual(listed(trace('# buddyscope: kernel=6.1.0-13-amd64', ...moves)), ['Movable: 0x30000', 'Isolate: 0x20000 0x10000*']);
  assert.deepEqual(listed(trace('# buddyscope: kernel=5.8', ...moves)), ['Movable: 0x30000', 'Isolate: 0x10000* 0x20000']);
});

/** `free reported in-flight` of order 9 wherever it changes, - for what is not known. */
function counts(text: string): string[] {
  const rows: SeriesRow[] = [];
  const stream = openStream({}, { onSeries: row => { rows.push(row); } });
  stream.push(new TextEncoder().encode(text));
  stream.end();
  return rows.filter(row => row.order === 9 && row.line > 2).map(({ nrFree, reported, inFlight }) => [nrFree, reported, inFlight].map(count => count ?? '-').join(' '));
}

const taken = ['del_page_from_free_list: zone=Normal pfn=0x20000 order=9', '__isolate_free_page: zone=Normal pfn=0x20000 order=9'];
const freed = ['__free_one_page: zone=Normal pfn=0x20000 order=9 migratetype=1', 'add_to_free_list_tail: zone=Normal pfn=0x20000 order=9 migratetype=1'];
const putback = '__putback_isolated_page: zone=Normal pfn=0x20000 order=9 migratetype=1';
const begins = 'page_reporting_process:';

test('a block that the worker has taken is in flight until it is back', () => {
  assert.deepEqual(counts(trace(begins, ...taken, putback, ...freed)), ['2 1 0', '2 1 1', '2 1 0', '3 1 0']);
  assert.deepEqual(counts(trace(begins, ...taken, ...freed, putback)), ['2 1 0', '2 1 1', '2 1 0', '3 1 0'], 'its line stands after its effect');
  assert.deepEqual(counts(trace('add_to_free_list: zone=Normal pfn=0x18000 order=10 migratetype=1', begins, ...taken.toReversed())), ['2 1 1'], 'the isolation is printed before the removal');
});

test('how many blocks are in flight is not known where a line does not tell the zone', () => {
  assert.deepEqual(counts(trace(begins, '__isolate_free_page: page=0xffffea0001000000 order=9')), ['- 1 -']);
});

const end = 'page_reporting_process__return:';
const report = ['report: nents=1', 'report__return: ret=0'];
const flagged = '__SetPageReported: pfn=0x20000 order=9';

test('what is reported is not known where flags are not printed, and known again where they turn out to be', () => {
  assert.deepEqual(counts(trace(begins, ...taken, ...report, putback, ...freed, end)).at(-1), '3 - 0');
  assert.deepEqual(counts(trace(begins, ...taken, ...report, putback, ...freed, flagged, end)).at(-1), '3 2 0');
  assert.deepEqual(counts(trace(begins, ...taken, 'report: nents=1', 'report__return: ret=-5', putback, ...freed, end)).at(-1), '3 1 0', 'nothing is flagged then');
  assert.deepEqual(counts(trace(begins, ...taken, ...report, 'page_reporting_drain: nents=1 reported=0', putback, ...freed, end)).at(-1), '3 1 0');
  assert.deepEqual(counts(trace(begins, ...taken, ...report, ...freed, end)).at(-1), '3 - 0', 'without its line, the insertion shows that it is back');
});

test('how many blocks are in flight is not known in a run of which no isolation is printed', () => {
  const run = [begins, taken[0], ...report, putback, ...freed, end];
  assert.deepEqual(counts(trace(...run, ...run)).map(row => row.split(' ')[2]), ['0', '-', '-', '0', '-', '-', '-', '0']);
});

test('of a buddy that may be gone, a line says whether its flag is cleared', () => {
  const free = '__free_one_page: zone=Normal pfn=0x10200 order=9 migratetype=1';
  const gone = 'mm_page_alloc_zone_locked: page=00000000004e0000 pfn=0x38000 order=0 migratetype=1 percpu_refill=1';
  const later = '__free_one_page: zone=Normal pfn=0x3a000 order=0 migratetype=1';
  const clears = ['__SetPageReported: pfn=0x30000 order=9', '__ClearPageReported: pfn=0x30000 order=9'];
  assert.equal(counts(trace(gone, free, later)).at(-1)?.split(' ')[1], '-');
  assert.equal(counts(trace(gone, ...clears, free, later)).at(-1)?.split(' ')[1], '1');
  assert.equal(counts(trace(gone, ...clears, free, '__ClearPageReported: pfn=0x10000 order=9', later)).at(-1)?.split(' ')[1], '0');
});
