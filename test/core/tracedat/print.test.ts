/** Print formats, and the events of ftrace itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../support/readTraceDat.js';
import { eventStart, type FieldText, format, page, parts } from '../../support/ringPages.js';
import { writeVersion6, type TraceDatParts, type Writer } from '../../support/traceDatWriter.js';

/** The text behind the name of one event of the fields, whose bytes `fill` writes from byte 8 on. */
function printed(print: string, fields: readonly FieldText[], fill: (to: Writer) => Writer, system = 'test', name = 'probe', more: Partial<TraceDatParts> = {}): string {
  const event = fill(eventStart({ id: 41 })).done();
  const file = writeVersion6(parts([{ system, text: format(name, 41, fields, print) }], [{ cpu: 0, bytes: page(1n, [{ event }]) }], more));
  return linesOf(file).join('\n').replace(/^.*?\d: /, '').replace(new RegExp(`^${name}: +`), '');
}

const u32 = (name: string, offset = 8): FieldText => ({ declaration: `unsigned int ${name}`, offset, size: 4 });
const s32 = (name: string, offset = 8): FieldText => ({ declaration: `int ${name}`, offset, size: 4, signed: true });
const u64 = (name: string, offset = 8): FieldText => ({ declaration: `unsigned long ${name}`, offset, size: 8 });

const cases: readonly (readonly [string, readonly FieldText[], (to: Writer) => Writer, string])[] = [
  ['"a=%d b=0x%lx c=%5u|%-5d|%05d", REC->a, REC->b, REC->a, REC->a, REC->a', [u32('a'), u64('b', 12)], to => to.number(42, 4).number(0x1234567890n, 8), 'a=42 b=0x1234567890 c=   42|42   |00042'],
  ['"%d %u %llx", REC->a, REC->a, REC->a', [s32('a')], to => to.number(-3n & 0xffffffffn, 4), '-3 4294967293 fffffffffffffffd'],
  ['"%s", REC->a & (1UL << 3) ? "yes" : "no"', [u32('a')], to => to.number(8, 4), 'yes'],
  ['"%d", ((REC->a + 2) * 3 - 4 / 2) % 100 == 16 && !(REC->a > 4) || 0', [u32('a')], to => to.number(4, 4), '1'],
  ['"f=%s", (REC->a) ? __print_flags(REC->a, "|", {( unsigned long)((( gfp_t)0x1u) | (( gfp_t)0x2u)), "BOTH"}, {( unsigned long)(( gfp_t)0x1u), "ONE"}, {0x40, "SIX"}) : "none"', [u32('a')], to => to.number(0x143, 4), 'f=BOTH|SIX|0x100'],
  ['"f=%s", (REC->a) ? __print_flags(REC->a, "|", {1, "ONE"}) : "none"', [u32('a')], to => to.number(0, 4), 'f=none'],
  ['"s=%s t=%s", __print_symbolic(REC->a, { 0, "HI" }, { 1, "TIMER" }), __print_symbolic(REC->a + 8, { 0, "HI" })', [u32('a')], to => to.number(1, 4), 's=TIMER t=0x9'],
  ['"page=%p pfn=0x%lx", REC->a != -1UL ? (((struct page *)vmemmap_base) + (REC->a)) : ((void *)0), REC->a != -1UL ? REC->a : 0', [u64('a')], to => to.number(0x2644, 8), 'page=? pfn=0x2644'],
  ['"page=%p pfn=0x%lx", REC->a != -1UL ? (((struct page *)vmemmap_base) + (REC->a)) : ((void *)0), REC->a != -1UL ? REC->a : 0', [u64('a')], to => to.number(0xffff_ffff_ffff_ffffn, 8), 'page=0000000000000000 pfn=0x0'],
  ['"%pS %ps %p", (void *)REC->a, (void *)REC->a, (void *)REC->a', [u64('a')], to => to.number(0xffffffff81000110n, 8), 'second+0x10/0x100 second 0xffffffff81000110'],
  ['"%pS", (void *)REC->a', [u64('a')], to => to.number(0xffffffff81000204n, 8), 'third+0x4/0x100 [mod]'],
  ['"irq=%d name=%s", REC->a, __get_str(name)', [s32('a'), { declaration: '__data_loc char[] name', offset: 12, size: 4, signed: true }], to => to.number(29, 4).number(16 | (8 << 16), 4).string('virtio3'), 'irq=29 name=virtio3'],
  ['"%s", __get_rel_str(name)', [{ declaration: '__rel_loc char[] name', offset: 8, size: 4, signed: true }], to => to.number(0 | (6 << 16), 4).string('hello'), 'hello'],
  ['"comm=%s n=%d", REC->comm, REC->n', [{ declaration: 'char comm[16]', offset: 8, size: 16, signed: true }, s32('n', 24)], to => to.string('two words').raw(new Uint8Array(6)).number(5, 4), 'comm=two words n=5'],
  ['"%d %d", REC->list[1], sizeof(u64)', [{ declaration: 'int list[2]', offset: 8, size: 8, signed: true }], to => to.number(7, 4).number(9, 4), '9 8'],
  ['"%s", __print_hex(__get_dynamic_array(b), __get_dynamic_array_len(b))', [{ declaration: '__data_loc unsigned char[] b', offset: 8, size: 4 }], to => to.number(12 | (3 << 16), 4).raw([1, 0xab, 3]), '01 ab 03'],
  ['"<%*.*s|%c|%%>", 6, 2, "abc", 65', [], to => to, '<    ab|A|%>'],
  // Not understood: the fields one by one.
  ['"%s", some_helper(REC->a)', [u32('a'), s32('b', 12)], to => to.number(16, 4).number(-1n & 0xffffffffn, 4), 'a=0x10 b=-1'],
  ['"%d %d", REC->a', [u32('a')], to => to.number(1, 4), 'a=0x1'],
  ['', [{ declaration: 'char comm[4]', offset: 8, size: 4, signed: true }], to => to.text('ab\0\0'), 'comm="ab"'],
];
for (const [print, fields, fill, expected] of cases) test(`${print.slice(0, 90)} gives ${expected}`, () => { assert.equal(printed(print, fields, fill), expected); });

test('probes name functions as the kernel does', () => {
  assert.equal(printed('"(%lx) a=0x%Lx", REC->__probe_ip, REC->a', [u64('__probe_ip'), u64('a', 16)], to => to.number(0xffffffff81000100n, 8).number(5, 8)), '(second+0x0/0x100) a=0x5');
  assert.equal(printed('"(%lx <- %lx) ret=%d", REC->__probe_func, REC->__probe_ret_ip, REC->ret', [u64('__probe_func'), u64('__probe_ret_ip', 16), s32('ret', 24)],
    to => to.number(0xffffffff81000100n, 8).number(0xffffffff81000020n, 8).number(512, 4)), '(first+0x20/0x100 <- second) ret=512');
});

test('functions, markers, printks and stacks', () => {
  assert.equal(printed('', [u64('ip'), u64('parent_ip', 16)], to => to.number(0xffffffff81000100n, 8).number(0xffffffff81000020n, 8), 'ftrace', 'function'), 'second <-- first');
  const text = (name: string, offset: number): FieldText => ({ declaration: `char ${name}[]`, offset, size: 0, signed: true });
  assert.equal(printed('"%ps: %s", (void *)REC->ip, REC->buf', [u64('ip'), text('buf', 16)], to => to.number(0xffffffff81000100n, 8).string('buddyinfo: x\n'), 'ftrace', 'print'), 'second: buddyinfo: x');
  const printk = '0xffffffff82000000 : "n=%d l=%lu s=%s %5.1s|\\n"\n';
  const fields: FieldText[] = [u64('ip'), { declaration: 'const char * fmt', offset: 16, size: 8 }, { declaration: 'u32 buf[]', offset: 24, size: 0 }];
  assert.equal(printed('', fields, to => to.number(0xffffffff81000100n, 8).number(0xffffffff82000000n, 8).number(-7n & 0xffffffffn, 4).number(1n << 40n, 8).string('text').string('xyz'), 'ftrace', 'bprint', { printk }),
    'second: n=-7 l=1099511627776 s=text     x|');
  assert.equal(printed('', [u64('ip'), { declaration: 'const char * str', offset: 16, size: 8 }], to => to.number(0xffffffff81000100n, 8).number(0xffffffff82000000n, 8), 'ftrace', 'bputs', { printk: '0xffffffff82000000 : "as it is"\n' }), 'second: as it is');
  assert.equal(printed('', [s32('size'), { declaration: 'unsigned long caller[8]', offset: 16, size: 64 }], to => to.number(3, 4).number(0, 4).number(0xffffffff81000104n, 8).number(0xffffffff81000020n, 8).number(0xffff_ffff_ffff_ffffn, 8), 'ftrace', 'kernel_stack'),
    '<stack trace>\n => second\n => first');
});

test('function_graph: a function that calls nothing is one line', () => {
  const func = (offset = 8): FieldText => ({ declaration: 'unsigned long func', offset, size: 8 });
  const events = [
    { system: 'ftrace', text: format('funcgraph_entry', 11, [func(), s32('depth', 16)], '') },
    { system: 'ftrace', text: format('funcgraph_exit', 10, [func(), s32('depth', 16), u32('overrun', 20), u64('calltime', 24), u64('rettime', 32)], '') },
  ];
  const enter = (address: bigint, depth: number) => ({ event: eventStart({ id: 11 }).number(address, 8).number(depth, 4).done() });
  const leave = (address: bigint, depth: number, nanoseconds: bigint) => ({ event: eventStart({ id: 10 }).number(address, 8).number(depth, 4).number(0, 4).number(1000n, 8).number(1000n + nanoseconds, 8).done() });
  const [a, b] = [0xffffffff81000000n, 0xffffffff81000100n];
  const bytes = page(1n, [enter(a, 0), enter(b, 1), leave(b, 1, 2444n), leave(a, 0, 1_412_528n)]);
  assert.deepEqual(linesOf(writeVersion6(parts(events, [{ cpu: 0, bytes }]))).map(line => line.replace(/^.*?\d: /, '')),
    ['funcgraph_entry:                   |  first() {', 'funcgraph_entry:        2.444 us   |    second();', 'funcgraph_exit:       # 1412.528 us |  }']);
});
