import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineParser } from '../../../server/src/core/parse/parseLines.js';
import { lineDetail } from '../../../server/src/core/parse/lineDetail.js';
import { problemsOf } from '../../../server/src/core/parse/problems.js';
import { decodeUtf8 } from '../../../server/src/core/parse/utf8.js';
import { Columns } from '../../../server/src/core/trace/columns.js';
import { Names } from '../../../server/src/core/trace/names.js';
import { encode } from './support/parse.js';

test('parts of a line have the columns of the editor', () => {
  const text = '  Bäsh 日-111     [001] d..1.    14.422546: mm_page_free: page=00ff pfn=0x7 order=0';
  const detail = lineDetail(text);
  const parts = [detail.task, detail.pid, detail.cpu, detail.flags, detail.time, detail.name];
  assert.deepEqual(parts.map(part => part?.text), ['Bäsh 日', '111', '001', 'd..1.', '14.422546', 'mm_page_free']);
  for (const part of parts) assert.equal(text.slice(part?.start, part?.end), part?.text);
  for (const arg of detail.args) {
    assert.equal(text.slice(arg.keyStart, arg.keyEnd), arg.key);
    assert.equal(text.slice(arg.valueStart, arg.valueEnd), arg.value);
  }
  assert.deepEqual(detail.args.map(arg => arg.key), ['page', 'pfn', 'order']);
});

test('the name of a probe line is the function that decides', () => {
  const text = '  kworker/1:0-22 [001] d..1. 31.1: isolate_ret: (page_reporting_process+0x2a1/0x570 <- __isolate_free_page) ret=1024';
  const { name } = lineDetail(text);
  assert.equal(name?.text, '__isolate_free_page');
  assert.equal(text.slice(name.start, name.end), '__isolate_free_page');
});

test('a lock event of lockdep has its lock as argument', () => {
  const text = '  bash-1 [000] 3.5: lock_acquire: 00000000e2b48782 read &zone->lock';
  const lock = lineDetail(text).args.find(arg => arg.key === 'lock');
  assert.equal(text.slice(lock?.valueStart, lock?.valueEnd), '&zone->lock');
});

/** The faulty part stands between « and »; the marks are taken out before parsing. */
const faults: readonly (readonly [string, string])[] = [
  ['  bash-1 [000] 3.5: mm_page_free: pfn=«zzz» order=0', 'pfn must be a page frame number, or none'],
  ['  bash-1 [000] 3.5: «mm_page_free»: order=0', 'mm_page_free needs pfn='],
  ['  bash-1 [000] 3.5: mm_page_free: pfn=1 «order=»', 'order must be a number, decimal or 0x hex'],
  ['  bash-1 [000] 3.5: put_hinted_page: zone=Normal pfn=1 order=9 migratetype=«Nine»', 'migratetype must be a migratetype, as number or name'],
  ['  bash-1 [000] 3.5: «put_hinted_page»: pfn=1 order=9 migratetype=1', 'put_hinted_page needs zone='],
  ['  bash-1 [000] 3.5: set_bit: bit=«DIRTY»', 'bit must be REQUESTED, ACTIVE or BOOSTED, or the full name of the zone flag'],
  ['  bash-1 [000] 3.5: lock_acquire: «xyz» &zone->lock', 'lock_acquire has an argument that cannot be read'],
  ['  bash-1 [000] 3.5: spin_lock: lock=zone zone=Normal node=«x»', 'node must be a number, decimal or 0x hex'],
];
for (const [marked, message] of faults) {
  test(`${message}: ${marked}`, () => {
    const text = marked.replace(/[«»]/g, '');
    const columns = new Columns(1);
    new LineParser(new Names()).parse(encode(text), 0, encode(text).length, columns);
    const start = marked.indexOf('«');
    assert.deepEqual(problemsOf(columns, 0, text), [{ start, end: marked.indexOf('»') - 1, message }]);
  });
}

test('a missing key of a probe or a return is no fault', () => {
  for (const text of ['p: (put_reported_page+0x0/0x10) page=0xff', '  bash-1 [000] 3.5: page_reporting_cycle__return:']) {
    const columns = new Columns(1);
    new LineParser(new Names()).parse(encode(text), 0, encode(text).length, columns);
    assert.deepEqual(problemsOf(columns, 0, text), []);
  }
});

test('UTF-8 is decoded as the platform does', () => {
  let state = 99;
  const next = (below: number): number => { state = Math.imul(state, 1103515245) + 12345 | 0; return (state >>> 8) % below; };
  const leads = [0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff, 0x90, 0x9f, 0xa0, 0x8f];
  for (let i = 0; i < 5000; i++) {
    const bytes = Uint8Array.from({ length: next(12) }, () => leads[next(leads.length)]);
    assert.equal(decodeUtf8(bytes, 0, bytes.length), new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  }
  const long = encode('é日😀'.repeat(5000));
  assert.equal(decodeUtf8(long, 0, long.length), 'é日😀'.repeat(5000));
});
