/** The short way through the usual lines reads what the long way reads, whatever is broken in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineParser } from '../../../server/src/core/parse/parseLines.js';
import { Columns } from '../../../server/src/core/trace/columns.js';
import { Names } from '../../../server/src/core/trace/names.js';
import { Random } from '../../support/random.js';
import { encode, lineOf } from './support/parse.js';

const usual = [
  '            bash-1234    [000] d..1.  1234.567890: mm_page_alloc: page=00000000c0ffee01 pfn=0x103d05 order=0 migratetype=1 gfp_flags=GFP_KERNEL|__GFP_ZERO',
  '          <idle>-0       [001] d.s2.  1234.567891: mm_page_free: page=00000000c0ffee01 pfn=0x103d05 order=3',
  '          <idle>-0       [000] d.s2.  1234.999999: mm_page_free: page=0000000000000000 pfn=0x0 order=0',
  '    kworker/1:2-7421     [001] d..2. 99999.000001: mm_page_alloc_zone_locked: page=00000000c0ffee01 pfn=0x103d05 order=0 migratetype=1 percpu_refill=1',
  '    kworker/1:2-7421     [001] d..2. 100000.000001: mm_page_alloc_extfrag: page=00000000c0ffee01 pfn=0x1 alloc_order=0 fallback_order=4 pageblock_order=9 alloc_migratetype=0 fallback_migratetype=1 fragmenting=1 change_ownership=0',
  ' qemu-system-x86-20417   [003] d..1.   100.000044: add_to_free_list: zone=Normal pfn=0x2c00 order=10 migratetype=Movable',
  ' qemu-system-x86-20417   [003] d..1.   100.000044: add_to_free_list_tail: zone=Normal node=1 pfn=0x2c00 order=10 migratetype=1 before=head',
  ' qemu-system-x86-20417   [003] d..1.   100.000045: add_to_free_list_tail: zone=DMA32 node=0 pfn=0x2800 order=10 migratetype=1 before=0x2c00',
  '     Xorg Main T-1899    [003] d..1.   100.000046: spin_lock_irqsave: lock=zone->lock zone=Normal',
  '     Xorg Main T-1899    [003] .....   100.000047: page_reporting_fill: zone=Normal nents=32 capacity=32 exhausted=0 refcnt=-1',
  '     Xorg Main T-1899    [003] .....   100.000048: put_reported_page: zone=Normal pfn=0x400 order=9 migratetype=1 merged_order=10 reported=1 reported_pages=7',
  '     Xorg Main T-1899    [003] d....   100.000049: contention_begin: 00000000a1b2c3d4 (flags=SPIN)',
  '     Xorg Main T-1899    [003] d....   100.000050: bprint: probe: mm_page_free: pfn=0x20 order=0',
  '           <...>-77      [002] d.h1.   100.000051: mm_page_free: page=00000000c0ffee01 pfn=4112 order=0 pfn=9',
  '            node-77      [002] d.h1.   100.000052: mm_page_free: page=00000000c0ffee01 pfn=4112 order=0',
  '            node-77      [002] d.h1.   100.000053: (+5) mm_page_free: page=00000000c0ffee01 pfn=4112 order=0',
  '            bash-913     [003] d..1.   100.000015: free_page_hint: index=0 addr=0x10000000',
  '            bash-913     [003] d..1.   100.000015: free_page_hint: index=1 addr=0xf0452301000000',
  '            node-77      [002] d.h1.   100.000054: page_reporting_reset_boundary: zone=Normal node=1 order=9 migratetype=1',
  '            node-77      [002] d.h1.   100.000055: page_reporting_reset_boundary: zone=Normal node=1 order=9 migratetype=1 node=2',
];

const characters = ' -[]():=.0159afxdN|<#"_\t\0\x7f\x80\xff\r\n';

function broken(line: string, random: Random): string {
  let text = line;
  for (let i = random.below(4) === 0 ? 0 : 1 + random.below(2); i > 0; i--) {
    const at = random.below(text.length + 1);
    const own = random.below(3) === 0 ? text[random.below(text.length)] ?? ' ' : characters[random.below(characters.length)];
    text = text.slice(0, at) + (random.below(3) === 0 ? '' : own) + text.slice(at + random.below(3));
  }
  return text;
}

/** All at once, the lines are read with what earlier ones have taught; a parser that does not learn goes the long way. */
function readBoth(bytes: Uint8Array): void {
  const names = new Names();
  const together = new LineParser(names);
  const alone = new LineParser(names, false);
  const columns = new Columns(1 << 12);
  const one = new Columns(1);
  const behind = together.parse(bytes, 0, bytes.length, columns);
  assert.equal(behind, bytes.length);
  for (let i = 0; i < columns.length; i++) {
    const text = bytes.slice(columns.offset[i], columns.offset[i + 1]);
    assert.equal(alone.parse(text, 0, text.length, one), text.length, 'one line each');
    assert.deepEqual(lineOf(columns, i, names), lineOf(one, 0, names), JSON.stringify(Buffer.from(text).toString('latin1')));
    for (const slot of ['pfn', 'order', 'migratetype', 'zone', 'a', 'b', 'c', 'd', 's', 'form'] as const) assert.equal(columns[slot][i], one[slot][0], slot);
  }
}

test('usual and broken lines are read alike on the short and the long way', () => {
  const random = new Random(42);
  for (let round = 0; round < 60; round++) {
    const text = Array.from({ length: 400 }, () => broken(usual[random.below(usual.length)], random)).join(round % 5 === 4 ? '\r\n' : '\n');
    readBoth(Uint8Array.from(text, c => c.charCodeAt(0)));
  }
});

test('each byte of a usual line can be missing, doubled or another', () => {
  for (const line of usual) {
    const variants = [line, line, line];
    for (let at = 0; at < line.length; at++) {
      variants.push(line.slice(0, at) + line.slice(at + 1), line.slice(0, at) + line[at] + line.slice(at), line);
      for (const c of ' \n\r0f=:') variants.push(line.slice(0, at) + c + line.slice(at + 1));
    }
    readBoth(encode(variants.slice(0, 4000).join('\n')));
  }
});

test('a setting changes what the short way has learnt', () => {
  const line = '            bash-1234    [000] d..1.  1234.567890: my_free: page=00000000c0ffee01 nr=0x103d05 order=0 pfn=17 padding=0123456789012345678901234567890123456789';
  const setting = '# buddyscope: event my_free as mm_page_free pfn=';
  readBoth(encode([line, line, `${setting}nr`, line, line, line, `${setting}pfn`, line, line, line].join('\n')));
});
