/** A redacted trace has the findings of the original, at the same lines and columns, and none of its names, addresses and texts. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRedactor, openStream, type FileAnalysis } from '../../../server/src/core/index.js';
import { contextOf } from '../../../server/src/core/parse/detail/context.js';
import { oracleNames, readOracle } from '../../support/oracle.js';

const lines = join(__dirname, '../../fixtures/lines');

function redact(trace: string | Uint8Array, piece = 1 << 20): string {
  const bytes = Buffer.from(trace);
  const redactor = openRedactor();
  let out = '';
  for (let at = 0; at < bytes.length; at += piece) out += redactor.push(bytes.subarray(at, at + piece));
  return out + redactor.end();
}

function analyse(trace: string | Uint8Array): FileAnalysis {
  const stream = openStream({ fold: false });
  stream.push(Buffer.from(trace));
  return stream.end();
}

/** Everything but messages, which name tasks, and sizes in bytes. */
const essence = ({ findings, summary }: FileAnalysis): unknown => ({
  findings: findings.map(({ rule, severity, line, column, endColumn, related }) => ({ rule, severity, line, column, endColumn, related: related.map(r => r.line) })),
  summary: { ...summary, bytes: 0, zones: summary.zones.filter(({ zone }) => !zone.startsWith('0x')) },
});

const kernelNames = /^(?:<.*>|(?:kworker|ksoftirqd|swapper|migration)\/.*|rcu_\w+|kswapd\d|kcompactd\d|khugepaged|kthreadd)$/;
const tasks = (trace: string): Set<string> => new Set(trace.split('\n').map(line => contextOf(line).task?.text ?? '').filter(comm => comm.length > 3 && !kernelNames.test(comm)));
const addresses = (trace: string): Set<string> => new Set([...trace.matchAll(/(?<![\w+/])(?:0x)?([0-9a-f]{16})(?!\w)/g)].map(match => match[1])
  .filter(hex => /[a-f]|^0/.test(hex) && BigInt(`0x${hex}`) >= 1n << 20n));
const shared = (one: Set<string>, other: Set<string>): string[] => [...one].filter(entry => other.has(entry));

function check(trace: Uint8Array): void {
  const before = Buffer.from(trace).toString('utf8');
  const after = redact(trace);
  assert.deepEqual(essence(analyse(after)), essence(analyse(trace)));
  assert.deepEqual(shared(tasks(before), tasks(after)), []);
  assert.deepEqual(shared(addresses(before), addresses(after)), []);
}

for (const name of oracleNames) test(`redacted oracle ${name}`, () => { check(readOracle(name).trace); });
for (const name of readdirSync(lines)) test(`redacted lines of ${name}`, () => { check(readFileSync(join(lines, name))); });

const head = '          secret-812     [001] d..1.   100.000005: ';

for (const name of ['v5-fault-no_relock', 'walk-fault-no_stop']) {
  const trace = Buffer.from(readOracle(name).trace).toString('utf8').trimEnd();
  const page = (tag: string, text: string, end: string): Buffer => Buffer.from(`<!DOCTYPE html>\n<html>\n<head><title>build7</title>\n<script>\nvar owner = "ann";\n</script>\n</head>\n<body>\n`
    + `  <script class="trace-data" type="application/text">\nPROCESS DUMP\nann 812 secret\n  </script>\n${tag}${text}${end}  </script>\n<p>ann</p>\n</body>\n</html>\n`);
  const tag = '  <script class="trace-data" type="application/text">';
  const pages: readonly (readonly [string, Buffer])[] = [
    ['a page', page(`${tag}\n`, trace, '\n')],
    ['a page with the trace on the lines of its tags', page(tag, trace, '</script>\n')],
    ['an old page', page('  <script>\n  var linuxPerfData = "\\\n', trace.replaceAll('\n', '\\n\\\n'), '\\n";\n')],
  ];
  for (const [what, bytes] of pages) {
    test(`redacted ${name} in ${what}`, () => {
      check(bytes);
      const after = redact(bytes, 1000);
      assert.ok(!/ann|build7|PROCESS/.test(after));
      assert.equal(after.split('\n').length, bytes.toString('utf8').split('\n').length);
      assert.ok(analyse(after).findings.length > 0);
    });
  }
}

test('the same in pieces of any size, and run twice', () => {
  const text = readFileSync(join(lines, 'k6.1-a_oddcomm.txt'));
  assert.equal(redact(text, 7), redact(text));
});

test('a name keeps its width and is the same everywhere, also in the arguments of the scheduler', () => {
  const text = redact(`${head}sched_switch: prev_comm=secret prev_pid=812 prev_prio=120 prev_state=R ==> next_comm=two words next_pid=9 next_prio=120\n`
    + `${head}sched_waking: comm=two words pid=9 prio=120 target_cpu=001\n${head}sched_switch: secret:812 [120] R ==> two words:9 [120]\n`);
  const name = contextOf(text.split('\n')[0]).task?.text ?? '';
  assert.equal(name.length, 'secret'.length);
  assert.ok(!/secret|two words/.test(text));
  const other = /next_comm=(\S+) next_pid/.exec(text)?.[1] ?? '';
  assert.ok(text.includes(`prev_comm=${name} prev_pid`) && text.includes(`comm=${other} pid=9`) && text.includes(`${name}:812 [120] R ==> ${other}:9 [120]`));
});

test('equal addresses stay equal, in whichever form they are printed, and lie as wide', () => {
  const lock = 'ffff9a0c3fff5c80';
  const text = redact(`# buddyscope: zone=Normal node=0 start_pfn=0x100000 end_pfn=0x140000 lock=0x${lock}\n${head}contention_begin: ${lock} (flags=SPIN)\n${head}my_lock: (foo+0x0/0x10) lock=0x${lock} ip=0xffff9a0c3fff5cc0\n`);
  const stand = /lock=0x([0-9a-f]{16})/.exec(text)?.[1] ?? '';
  assert.ok(stand.startsWith('ffff') && stand !== lock);
  assert.ok(text.includes(`contention_begin: ${stand} (flags=SPIN)`) && text.includes(`lock=0x${stand} ip=0x`));
  assert.ok(!text.includes('ffff9a0c'));
});

test('no address stands in for itself', () => {
  const hashes = Array.from({ length: 40 }, (_, i) => `00000000008${(0x2ab + 64 * i).toString(16).padStart(5, '0')}`);
  const lines = redact(hashes.map((hash, i) => `${head}mm_page_free: page=${hash} pfn=${i} order=0\n`).join('')).trimEnd().split('\n');
  lines.forEach((line, i) => { assert.ok(!line.includes(hashes[i]), line); });
  assert.equal(new Set(lines.map(line => /page=(\S+)/.exec(line)?.[1])).size, hashes.length);
});

test('the names of several inputs go, and are the same on all lines', () => {
  const text = redact('     build7.dat: cpus=2\n     build7.dat:           secret-202   [001]    92.804786: mm_page_free: page=0x7 pfn=7 order=0\n     build7.dat: CPU:0 [184 EVENTS DROPPED]\n');
  assert.match(text, /^( {5}(\w{10}): )cpus=2\n\1 {10}(?!secret)\w{6}-202 .*\n\1CPU:0 \[184 EVENTS DROPPED\]\n$/);
  assert.ok(!text.includes('build7'));
});

test('what a logger has put in front of the lines goes; the time of the kernel log stays', () => {
  const line = '          secret-202   [001]    92.804786: mm_page_free: page=0x7 pfn=7 order=0\n';
  const text = redact(`Nov 20 11:01:02 build7 kernel: [   12.345678] ${line}[Fri Nov 20 11:01:02 2026] ${line}[   12.345678] ${line}`);
  assert.ok(text.startsWith('xxx 00 00:00:00 xxxxx0 xxxxxx: ['), text);
  assert.ok(!/build7|Nov|11:01|secret/.test(text) && text.includes('\n[   12.345678]  '), text);
});

test('page pointers keep their place in the memory map', () => {
  const text = redact(`# buddyscope: vmemmap=0xffffd8a2c0000000 page_struct=64\n${head}my: (__isolate_free_page+0x0/0x2b0) page=0xffffd8a2c1a00000 order=10\n`);
  const [base, page] = [...text.matchAll(/0x([0-9a-f]{16})/g)].map(match => BigInt(`0x${match[1]}`));
  assert.equal(page - base, 0x1a00000n);
  assert.ok(!text.includes('d8a2c'));
});

test('texts of markers, comments and headers go; settings and what ftrace says of itself stay', () => {
  const kept = '# tracer: nop\n#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n# buddyscope: interface=reporting-v5 page_shift=12\n';
  const text = redact(`${kept}# hostname : build7.example.com\n# cmdline : /usr/bin/perf record -a /home/ann/x\n${head}tracing_mark_write: ann was here\n${head}my_func: password=hunter2 for ann\n`
    + `${head}tracing_mark_write: buddyinfo: Node 0, zone      DMA      1      0      0      0      0      0      0      0      1      1      3\n`
    + `${head}sched_process_exec: filename=/home/ann/run pid=812 old_pid=812\n      7f1234567890 main+0x10 (/home/ann/run)\n`);
  assert.ok(text.startsWith(kept));
  assert.ok(text.includes('tracing_mark_write: marker ') && text.includes('buddyinfo: Node 0, zone      DMA      1'));
  assert.ok(!/build7|ann|hunter2|7f1234567890/.test(text), text);
});

test('addresses of hints are physical: the rules of the hint list read them', () => {
  const line = `${head}free_page_hint: index=0 addr=0x10000000000\n`;
  assert.ok(redact(line).endsWith('addr=0x10000000000\n'));
});

test('of an endless line only so much is written that it is one, and what stands behind it is as it was', () => {
  const event = '            bash-1234    [000] .....   100.000001: mm_page_free: page=0000000012345678 pfn=0x10 order=0\n';
  const trace = Buffer.from(`${event}${'secret '.repeat(1 << 20)}\n${event}`);
  const redactor = openRedactor();
  let after = '';
  for (let at = 0; at < trace.length; at += 1 << 16) after += redactor.push(trace.subarray(at, at + (1 << 16)));
  after += redactor.end();
  assert.ok(after.length < 2 << 20 && !after.includes('secret'));
  assert.equal(after.split('\n').length, 4);
  const rules = (bytes: Uint8Array): unknown => {
    const stream = openStream();
    stream.push(bytes);
    return stream.end().findings.map(({ rule, line }) => [rule, line]);
  };
  assert.deepEqual(rules(Buffer.from(after)), rules(trace));
});
