/** A trace with very many findings takes the memory of their sites only, and says the same as one that is held whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream, type AnalysisOptions, type FileAnalysis } from '../../../server/src/core/index.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function analyse(text: string, options: AnalysisOptions = {}, piece = 1 << 16): FileAnalysis {
  const stream = openStream(options);
  const bytes = encode(text);
  for (let at = 0; at < bytes.length; at += piece) {
    // The memory of a piece is used again.
    const shared = bytes.slice(at, at + piece);
    stream.push(shared);
    shared.fill(0);
  }
  return stream.end();
}

const context = (task: string, cpu: number, flags: string, second: number): string => `${task} [00${cpu}] ${flags} ${String(second).padStart(5)}.000001: `;
const tasks = ['            bash-1234   ', '             gcc-28811  '];

/** Rubbish, lists without their lock, locks with interrupts on, comments that leave rules out. */
function troubledTrace(lines: number): string {
  let text = '';
  for (let i = 0; i < lines; i++) {
    const task = tasks[i % 2];
    const zone = i % 3 === 0 ? 'DMA32' : 'Normal';
    switch (i % 7) {
      case 0: text += `rubbish number ${i}\n`; break;
      case 1: text += `${context(task, i % 2, '.....', i)}spin_lock: lock=zone->lock zone=${zone}\n`; break;
      case 2: text += `${context(task, i % 2, 'd..1.', i)}add_to_free_list: zone=DMA32 pfn=0x${(i * 8).toString(16)} order=3 migratetype=1\n`; break;
      case 3: text += '# buddyscope: disable-next-line list-op-unlocked\n'; break;
      case 4: text += `${context(task, i % 2, 'd..1.', i)}del_page_from_free_list: zone=Normal pfn=0x${(i * 8).toString(16)} order=3\n`; break;
      case 5: text += `${context(task, i % 2, 'd..1.', i)}might_sleep: caller=here\n`; break;
      default: text += `${context(task, i % 2, '.....', i)}spin_unlock: lock=zone->lock zone=${zone}\n`;
    }
  }
  return text;
}

test('findings that are folded in batches are those of the whole', () => {
  const text = troubledTrace(75_000);
  const { findings } = analyse(text);
  assert.ok(findings.reduce((sum, { count }) => sum + count, 0) > 40_000, 'more than one batch');
  assert.deepEqual(findings, openDocument(text).findings());
});

test('rules that are off silence nothing, also in a batch', () => {
  const text = troubledTrace(75_000);
  const options: AnalysisOptions = { rules: { 'wrong-zone-lock': 'off', 'unrecognised-line': 'off' } };
  assert.deepEqual(analyse(text, options).findings, openDocument(text, options).findings());
});

test('beyond very many single findings the later ones are folded, and all are counted', () => {
  const { findings } = analyse('what is this\n'.repeat(130_000), { fold: false });
  assert.ok(findings.length <= 100_010);
  assert.equal(findings.reduce((sum, { count }) => sum + count, 0), 130_000);
  assert.equal(findings.at(-1)?.lastLine, 129_999);
});

test('a line of many pieces is one line, and a line without an end is not looked into', () => {
  const line = `${context(tasks[0], 0, '.....', 7)}mm_page_free: page=00000000de883c00 pfn=0x1efc00 order=0`;
  for (const piece of [1, 7, 64, 1000]) assert.equal(analyse(`${line}\n${line}`, {}, piece).summary.events, 2);
  const { summary, findings } = analyse(`${'x'.repeat(3 << 20)}\n${line}\n`);
  assert.deepEqual([summary.lines, summary.events, summary.unrecognisedLines], [2, 1, 1]);
  assert.deepEqual(findings.map(({ rule, line: at }) => [rule, at]), [['unrecognised-line', 0]]);
  assert.equal(analyse('x'.repeat(3 << 20)).summary.unrecognisedLines, 1);
});

test('lines that are no trace are one site, whatever stands before them', () => {
  const text = ['irq_enable: caller=here', 'might_sleep: caller=here'].map((event, i) => `${context(tasks[0], 0, '.....', i)}${event}\nwhat is this\n`).join('');
  assert.deepEqual(analyse(text).findings.map(({ rule, line, count }) => [rule, line, count]), [['unrecognised-line', 1, 2]]);
});

test('edits of a trace with many findings give those of a fresh one', () => {
  let text = troubledTrace(12_000);
  const document = openDocument(text);
  document.findings();
  for (const line of [0, 5000, 1023, 1024, 11_000, 6001, 3]) {
    const lines = text.split('\n');
    const inserted = line % 2 === 0 ? '# buddyscope: disable-next-line unrecognised-line\n' : 'more rubbish\nand more\n';
    document.edit([{ startLine: line, startColumn: 0, endLine: line, endColumn: 0, text: inserted }]);
    text = [...lines.slice(0, line), ...inserted.slice(0, -1).split('\n'), ...lines.slice(line)].join('\n');
    assert.deepEqual(document.findings(), openDocument(text).findings(), `line ${line}`);
    assert.deepEqual(document.findings(), analyse(text).findings, `line ${line}, as a stream`);
  }
});
