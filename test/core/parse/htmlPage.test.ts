/** The trace inside a page of systrace: its lines are read, and all others are markup. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream } from '../../../server/src/core/index.js';
import { LineParser } from '../../../server/src/core/parse/parseLines.js';
import { Columns, LineKind } from '../../../server/src/core/trace/columns.js';
import { Names } from '../../../server/src/core/trace/names.js';
import { encode, parseText } from './support/parse.js';

const free = (pfn: number, end = ''): string => `            bash-111     [001] d..1.    14.4225${pfn}: mm_page_free: page=00000000e2b48782 pfn=${pfn} order=0${end}`;
const tag = '  <script class="trace-data" type="application/text">';
const head = ['<!DOCTYPE html>', '<html>', '<head><title>Android System Trace</title>', '<script>', `var viewer = ${'x'.repeat(5000)};`, "if (a < b) document.querySelector('.trace-data');", '</script>', '</head>', '<body>', '<!-- BEGIN TRACE -->'];
const tail = ['  </script>', '<!-- END TRACE -->', '</body>', '</html>'];
const kinds = (lines: readonly string[]): string[] => parseText(`${lines.join('\n')}\n`).map(line => line.kind);
const pfns = (lines: readonly string[]): (number | undefined)[] => parseText(`${lines.join('\n')}\n`).filter(line => line.kind === 'Event').map(line => line.pfn);

test('a page of systrace', () => {
  const lines = [...head, tag, '# tracer: nop', '#', free(17), '', free(18), ...tail];
  assert.deepEqual(kinds(lines), [...head.map(() => 'Markup'), 'Markup', 'Header', 'Comment', 'Event', 'Blank', 'Event', ...tail.map(() => 'Markup')]);
  assert.deepEqual(pfns(lines), [17, 18]);
});

test('sections of other agents are no trace; a later section of ftrace is', () => {
  const lines = [...head, tag, 'PROCESS DUMP', 'USER           PID  PPID VSIZE  RSS', 'root             1     0 10000 1000', '  </script>',
    tag, '{"traceEvents": [], "metadata": {}}', '  </script>', tag, '', 'TRACE:', '# tracer: nop', free(17), ...tail];
  assert.deepEqual(pfns(lines), [17]);
  assert.ok(!kinds(lines).includes('Unrecognised'));
});

test('text on the lines of the tags', () => {
  assert.deepEqual(pfns([...head, `${tag}${free(17)}`, free(18, '</script>'), free(19), ...tail]), [17, 18]);
  assert.deepEqual(pfns([...head, `${tag}${free(17)}</script>`, free(18), `${tag}nonsense</script>`, free(19), ...tail]), [17]);
});

test('the string of old pages', () => {
  const lines = [...head, '  <script>', '  var linuxPerfData = "\\', '# tracer: nop\\n\\', `${free(17)}\\n\\`, `${free(18)}\\n";`, free(19), ...tail];
  assert.deepEqual(pfns(lines), [17, 18]);
  assert.deepEqual(kinds([...lines.slice(0, -6), '\\n";', '  </script>']).slice(-3), ['Event', 'Markup', 'Markup']);
});

test('what is broken within the trace is unrecognised, and page-like text in a plain trace is no page', () => {
  assert.deepEqual(kinds([...head, tag, '# tracer: nop', 'rubbish', ...tail]).filter(kind => kind === 'Unrecognised').length, 1);
  assert.deepEqual(kinds(['# tracer: nop', '<!DOCTYPE html>', free(17)]), ['Header', 'Unrecognised', 'Event']);
  assert.deepEqual(kinds(['', '   ', '<HTML>', 'words', tag, free(17), '  </SCRIPT>', 'words']), ['Blank', 'Blank', 'Markup', 'Markup', 'Markup', 'Event', 'Markup', 'Markup']);
});

test('a page is read alike in pieces of any size, and its findings stand at the lines of the file', () => {
  const trace = ['# tracer: nop', '  a-1 [000] d..1. 1.000001: mm_page_free: pfn=none_such order=0', 'rubbish'];
  const text = `${[...head, tag, ...trace, ...tail].join('\r\n')}\r\n`;
  const whole = openDocument(text).findings();
  assert.deepEqual(whole.filter(finding => finding.rule === 'unrecognised-line').map(finding => finding.line), [head.length + trace.length]);
  assert.ok(whole.some(finding => finding.rule === 'bad-argument' && finding.line === head.length + 2 && finding.column === 46));
  for (const size of [1, 7, 1000]) {
    const stream = openStream();
    const bytes = encode(text);
    for (let at = 0; at < bytes.length; at += size) stream.push(bytes.subarray(at, at + size));
    assert.deepEqual(stream.end().findings, whole);
  }
});

test('a very long line of a page is markup', () => {
  const bytes = encode(`<!DOCTYPE html>\n${'x'.repeat(2 << 20)}\n${tag}\n${free(17)}\n`);
  const columns = new Columns(8);
  new LineParser(new Names()).parse(bytes, 0, bytes.length, columns);
  assert.deepEqual([...columns.kind.subarray(0, columns.length)], [LineKind.Markup, LineKind.Markup, LineKind.Markup, LineKind.Event]);
});
