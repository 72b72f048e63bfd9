/** An edited document is never told anything else than a fresh one with the same text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream, type TextEdit, type TraceDocument } from '../../../server/src/core/index.js';
import { Document } from '../../../server/src/core/analysis/document.js';
import { readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';

const SEED = Number(process.env['BUDDYSCOPE_SEED'] ?? 20261120);
const EDITS = Number(process.env['BUDDYSCOPE_EDITS'] ?? 150);

interface Step { readonly edit: TextEdit; readonly text: string }

const lossOf = (random: Random): string => random.pick([0, 1, 2, 3].flatMap(cpu => [`CPU:${cpu} [LOST 5 EVENTS]`, `##### CPU ${cpu} buffer started ####`]));

/** A random edit of the text: characters, lines, joins, pasted and removed passages. */
function randomEdit(random: Random, text: string): Step {
  const lines = text.split('\n');
  const startLine = random.below(lines.length);
  let startColumn = random.below(lines[startLine].length + 1);
  let endLine = startLine;
  let endColumn = startColumn;
  let inserted = '';
  switch (random.below(7)) {
    case 0: inserted = random.pick(['x', '1', '.', '\n', '#', '=', ' ', 'é', '😀', 'spin_lock: ']); break;
    case 1: endColumn = Math.min(lines[startLine].length, startColumn + 1); break;
    case 2: startColumn = 0; endLine = Math.min(lines.length - 1, startLine + 1); endColumn = 0; break;
    case 3: endLine = Math.min(lines.length - 1, startLine + 1); endColumn = Math.min(startColumn, lines[endLine].length); break;
    case 4: startColumn = 0; endColumn = 0; inserted = `${random.below(3) === 0 ? lossOf(random) : random.pick(lines)}\n`; break;
    case 5: endLine = Math.min(lines.length - 1, startLine + random.below(1500)); endColumn = random.below(lines[endLine].length + 1); break;
    default: inserted = lines.slice(startLine, startLine + random.below(40)).join('\n'); break;
  }
  // Lines that are joined and pasted again and again would double the text each time.
  if (inserted.length > 20_000) inserted = 'x';
  const offset = (line: number, column: number): number => lines.slice(0, line).reduce((sum, l) => sum + l.length + 1, 0) + column;
  const from = offset(startLine, startColumn);
  const to = offset(endLine, endColumn);
  if (to < from) return { edit: { startLine, startColumn, endLine: startLine, endColumn: startColumn, text: '' }, text };
  return { edit: { startLine, startColumn, endLine, endColumn, text: inserted }, text: text.slice(0, from) + inserted + text.slice(to) };
}

function checkSame(document: TraceDocument, text: string, line: number, what: string): void {
  const fresh = openDocument(text, { fold: false });
  assert.deepEqual(document.findings(), fresh.findings(), what);
  assert.deepEqual(document.summary(), fresh.summary(), what);
  assert.deepEqual(document.stateAt(line), fresh.stateAt(line), `${what}, state at ${line}`);
  assert.deepEqual(document.series('DMA32', 0, 10, 1e9), fresh.series('DMA32', 0, 10, 1e9), what);
  assert.deepEqual(document.symbols(), fresh.symbols(), what);
}

/** The same text read as bytes gives the same findings as read as a document. */
function checkStream(text: string, random: Random, what: string): void {
  const bytes = Buffer.from(text);
  const cut = random.below(bytes.length + 1);
  const stream = openStream({ fold: false });
  stream.push(bytes.subarray(0, cut));
  stream.push(bytes.subarray(cut));
  const findings = openDocument(text, { fold: false }).findings();
  assert.deepEqual(stream.end().findings.map(f => [f.line, f.rule, f.message]), findings.map(f => [f.line, f.rule, f.message]), what);
}

for (const name of ['v5-clean-1', 'v2-fault-lost_page', 'walk-fault-no_stop']) {
  test(`random edits of ${name}, seed ${SEED}`, () => {
    const random = new Random(SEED);
    let text = Buffer.from(readOracle(name).trace).toString('utf8').split('\n').slice(0, 8000).join('\n');
    const document = openDocument(text, { fold: false });
    document.findings();
    for (let i = 0; i < EDITS; i++) {
      const step = randomEdit(random, text);
      document.edit([step.edit]);
      text = step.text;
      document.findings();
      if (i % 30 === 29) {
        checkSame(document, text, random.below(document.lineCount), `${name}, seed ${SEED}, edit ${i}`);
        checkStream(text, random, `${name}, seed ${SEED}, edit ${i}`);
      }
    }
  });
}

test('edits given together are applied in order', () => {
  const text = Buffer.from(readOracle('v5-isolate').trace).toString('utf8');
  const together = openDocument(text);
  const edits: TextEdit[] = [
    { startLine: 1705, startColumn: 31, endLine: 1705, endColumn: 32, text: 'd' },
    { startLine: 10, startColumn: 0, endLine: 10, endColumn: 0, text: '# a note\n# another\n' },
    { startLine: 1714, startColumn: 31, endLine: 1714, endColumn: 32, text: 'd' },
  ];
  together.edit(edits);
  const apart = openDocument(text);
  for (const edit of edits) { apart.edit([edit]); apart.findings(); }
  assert.deepEqual(together.findings(), apart.findings());
  // Only the acquisitions were edited: the next line of each section still shows interrupts on.
  assert.deepEqual(together.findings().map(f => f.rule), ['lock-held-long', 'irqs-enabled-under-zone-lock', 'irqs-enabled-under-zone-lock', 'boundary-null', 'lock-held-at-end']);
});

test('the text of an empty document can be typed', () => {
  const document = openDocument('');
  assert.deepEqual(document.findings(), []);
  document.edit([{ startLine: 0, startColumn: 0, endLine: 0, endColumn: 0, text: '# tracer: nop\n' }]);
  document.edit([{ startLine: 1, startColumn: 0, endLine: 1, endColumn: 0, text: 'nonsense\r\n' }]);
  assert.equal(document.lineText(1), 'nonsense');
  assert.deepEqual(document.findings().map(f => `${f.line} ${f.rule}`), ['1 unrecognised-line']);
});

const header = '# tracer: nop\n# buddyscope: interface=reporting-v5 max_order=11 pageblock_order=9\n';
const line = (flags: string, at: number, body: string): string => `     bash-1 [000] ${flags} 1.${String(at).padStart(6, '0')}: ${body}\n`;

test('a lock address that a zone no longer has is a lock of its own again', () => {
  const zone = (lock: string): string => `# buddyscope: zone=Normal node=0 start_pfn=0x1000 end_pfn=0x9000 lock=${lock}`;
  let text = `${header}${zone('0xffff888100000000')}\n`;
  const lock = 'lock=0xffff888100000000';
  for (let i = 0; i < 1200; i++) text += line('d..1.', 2 * i, `spin_lock_irqsave: ${lock}`) + line('d..1.', 2 * i + 1, `spin_unlock_irqrestore: ${lock}`);
  text += line('d..1.', 3000, `spin_lock_irqsave: ${lock}`) + line('d..1.', 3001, 'report: nents=1');
  const document = openDocument(text);
  assert.ok(document.findings().some(f => f.rule === 'lock-held-at-end'));
  const other = zone('0xffff888100000100');
  document.edit([{ startLine: 2, startColumn: 0, endLine: 2, endColumn: other.length, text: other }]);
  assert.equal(document.lineText(2), other);
  assert.deepEqual(document.findings(), openDocument(text.replace(/.*zone=Normal.*/, other)).findings());
  assert.ok(!document.findings().some(f => f.rule === 'lock-held-at-end'));
});

test('only what an edit concerns is replayed', () => {
  let text = header;
  for (let i = 0; i < 20_000; i++) text += line('.....', i, `mm_page_${i % 2 === 0 ? 'alloc' : 'free'}: page=0x1 pfn=0x${(0x1000 + (i >> 1)).toString(16)} order=0`);
  // Given back once more, at the end.
  text += line('.....', 20_001, 'mm_page_free: page=0x1 pfn=0x1000 order=0');
  const document = new Document(text, {});
  assert.deepEqual(document.findings().map(f => f.rule), ['page-freed-twice']);
  // The first free of that page goes: its chunk and the last one are concerned.
  document.edit([{ startLine: 3, startColumn: 0, endLine: 4, endColumn: 0, text: '' }]);
  assert.deepEqual(document.findings(), []);
  assert.equal(document.replay.replayed, 2);
});

test('a count that differs is another in the series, and nothing else is replayed for it', () => {
  const free = (at: number, pfn: number): string => line('d..1.', at, `add_to_free_list: zone=Normal pfn=0x${pfn.toString(16)} order=3 migratetype=1`);
  let text = `${header}# buddyscope: zone=Normal node=0 start_pfn=0x1000 end_pfn=0x90000 free=none\n`;
  for (let i = 0; i < 6000; i++) text += free(i, 0x1000 + 16 * i);
  const document = new Document(text, {});
  document.findings();
  // The second block is never freed.
  const edit: TextEdit = { startLine: 4, startColumn: 0, endLine: 5, endColumn: 0, text: '' };
  document.edit([edit]);
  const fresh = openDocument(text.split('\n').filter((_, i) => i !== 4).join('\n'));
  assert.deepEqual(document.findings(), fresh.findings());
  assert.ok(document.replay.replayed < 3, `${document.replay.replayed} chunks`);
  const rows = document.series('Normal', 0, 3, 1e9);
  assert.equal(rows[rows.length - 1].nrFree, 5999);
  assert.deepEqual(rows, fresh.series('Normal', 0, 3, 1e9));
  assert.deepEqual(document.stateAt(5000), fresh.stateAt(5000));
});

test('a zone that was typed and is gone leaves nothing behind', () => {
  const text = `# buddyscope: interface=hint-list-v33
# buddyscope: zone=Normal start_pfn=0x10000 end_pfn=0x40000 free=none
# buddyscope: free zone=Normal order=10 migratetype=1 pfn=0x10000
            bash-913     [003] .....   100.000005: get_from_free_page_list: order=10 size=8
            bash-913     [003] d..1.   100.000010: spin_lock_irqsave: lock=zone->lock zone=Normal
            bash-913     [003] d..1.   100.000015: free_page_hint: index=0 addr=0x1000000000
`;
  const document = openDocument(text);
  const line = '            bash-913     [003] d..1.   100.000001: zone_free: zone=Norm order=1 nr_free=2\n';
  assert.deepEqual(document.findings().map(f => f.rule), ['hint-wrong-endian']);
  document.edit([{ startLine: 3, startColumn: 0, endLine: 3, endColumn: 0, text: line }]);
  // The bounds of one zone are unknown: the address may be of it.
  assert.deepEqual(document.findings().map(f => f.rule), ['unknown-zone', 'hint-not-free']);
  document.edit([{ startLine: 3, startColumn: 0, endLine: 4, endColumn: 0, text: '' }]);
  assert.deepEqual(document.findings(), openDocument(text).findings());
});

test('more zones can be typed than have numbers', () => {
  const begin = '# buddyscope: interface=reporting-v5\n';
  const end = `            bash-913     [003] d..1.   100.000005: spin_lock_irqsave: lock=zone->lock zone=Last
            bash-913     [003] d..1.   100.000010: spin_lock_irqsave: lock=zone->lock zone=Last
`;
  const document = openDocument(begin);
  for (let i = 0; i < 150; i++) {
    document.edit([{ startLine: 1, startColumn: 0, endLine: 2, endColumn: 0, text: `            bash-913     [003] d..1.   100.000001: zone_free: zone=Z${i} order=1 nr_free=2\n` }]);
    document.findings();
  }
  document.edit([{ startLine: 1, startColumn: 0, endLine: 2, endColumn: 0, text: end }]);
  assert.deepEqual(document.findings(), openDocument(begin + end).findings());
  assert.ok(document.findings().some(f => f.rule === 'lock-taken-twice'));
});

test('zones are gone through in the same order, whichever came first', () => {
  const spans = (name: string): string => `# buddyscope: zone=${name} start_pfn=0x10000 end_pfn=0x40000\n`;
  const rest = `            bash-913     [003] .....   100.000005: get_from_free_page_list: order=10 size=8
            bash-913     [003] d..1.   100.000010: spin_lock_irqsave: lock=zone->lock zone=Other
            bash-913     [003] d..1.   100.000015: free_page_hint: index=0 addr=0x10000000
`;
  const document = openDocument(spans('Normal') + rest);
  document.findings();
  document.edit([{ startLine: 0, startColumn: 0, endLine: 0, endColumn: 0, text: spans('Movable') }]);
  assert.deepEqual(document.findings(), openDocument(spans('Movable') + spans('Normal') + rest).findings());
});
