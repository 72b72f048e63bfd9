import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LineParser, MAX_LINE_BYTES } from '../../../server/src/core/parse/parseLines.js';
import { problemsOf } from '../../../server/src/core/parse/problems.js';
import { Columns, LineKind } from '../../../server/src/core/trace/columns.js';
import { Names } from '../../../server/src/core/trace/names.js';
import { differenceOf } from './support/differential.js';
import { Random } from '../../support/random.js';
import { encode, lineOf, parseText, type ParsedLine } from './support/parse.js';

const folder = join(__dirname, '../../fixtures/lines');
const files = readdirSync(folder).sort();
const lines = files.flatMap(file => readFileSync(join(folder, file), 'latin1').split('\n')).filter(line => line !== '' && !line.startsWith('#'));

const characters = ' -[]():=.0159afxd|<>/*{}#;"_~?\t,+\0\x7f\xff\r';
function mutated(line: string, random: Random, alphabet: string): string {
  let text = line;
  for (let i = 1 + random.below(3); i > 0; i--) {
    const at = random.below(text.length + 1);
    const other = lines[random.below(lines.length)];
    const from = random.below(other.length);
    switch (random.below(5)) {
      case 0: text = text.slice(0, at) + text.slice(at + 1 + random.below(3)); break;
      case 1: text = text.slice(0, at) + alphabet[random.below(alphabet.length)] + text.slice(at); break;
      case 2: text = text.slice(0, at) + alphabet[random.below(alphabet.length)] + text.slice(at + 1); break;
      case 3: text = text.slice(0, at); break;
      default: text = text.slice(0, at) + other.slice(from, from + random.below(40)) + text.slice(at);
    }
  }
  return text;
}

/** One line at a time, each in an array of its own size, so that reading beyond the end cannot go unseen. */
function oneByOne(bytes: Uint8Array): ParsedLine[] {
  const names = new Names();
  const parser = new LineParser(names);
  const columns = new Columns(1);
  const out: ParsedLine[] = [];
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline + 1;
    assert.equal(parser.parse(bytes.slice(at, end), 0, end - at, columns), end - at);
    out.push(lineOf(columns, 0, names));
    at = end;
  }
  return out;
}

test('broken lines are read alike, one by one and all at once', () => {
  const random = new Random(20190724);
  for (let round = 0; round < 40; round++) {
    const text = Array.from({ length: 100 }, () => mutated(lines[random.below(lines.length)], random, characters)).join('\n');
    const bytes = Uint8Array.from(text, c => c.charCodeAt(0));
    const whole = parseText(bytes, 7);
    assert.equal(whole.length, text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
    // A task's name may be learnt from a later line.
    const anonymous = (list: ParsedLine[]): unknown[] => list.map(line => ({ ...line, task: String(line.task).replace(/^.*-/s, '') }));
    assert.deepEqual(anonymous(oneByOne(bytes)), anonymous(whole));
  }
});

test('random bytes are read without an error', () => {
  const random = new Random(7);
  for (let round = 0; round < 200; round++) {
    const bytes = Uint8Array.from({ length: random.below(2000) }, () => random.below(round % 2 === 0 ? 256 : 64) + (round % 4 === 1 ? 32 : 0));
    assert.equal(parseText(bytes).length, oneByOne(bytes).length);
  }
});

test('the two parsers agree on every fixture line, and every line is understood', () => {
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    const names = new Names();
    const columns = new Columns(100_000);
    assert.equal(new LineParser(names).parse(bytes, 0, bytes.length, columns), bytes.length);
    for (let i = 0; i < columns.length; i++) {
      const text = bytes.subarray(columns.offset[i], columns.offset[i + 1]).toString().replace(/\r?\n$/, '');
      assert.equal(differenceOf(columns, i, names, text), undefined, `${file}: ${text}`);
      assert.notEqual(columns.kind[i], LineKind.Unrecognised, `${file}: ${text}`);
      assert.deepEqual(problemsOf(columns, i, text), [], `${file}: ${text}`);
    }
  }
});

test('the two parsers agree on broken lines', () => {
  const random = new Random(1);
  let differences = 0;
  const names = new Names();
  const parser = new LineParser(names);
  const columns = new Columns(1);
  for (let i = 0; i < 4000; i++) {
    const text = mutated(lines[random.below(lines.length)], random, ' -[]():=.0159afxd|<>/*{}#;"_~?\t,+');
    if (text === '') continue;
    parser.parse(encode(text), 0, encode(text).length, columns);
    if (differenceOf(columns, 0, names, text) !== undefined) differences++;
    problemsOf(columns, 0, text);
  }
  // Both are right to guess where a line is broken beyond meaning.
  assert.ok(differences <= 4, `${differences} differences`);
});

test('very long lines cost no more than their bytes', () => {
  const patterns = ['-1 ', '-1 [1', '[1] ', 'a:', 'a=1 ', '( <- ', ' => ', '"', 'Node 0, zone ', '0', '/* ', ' ==> next_comm= next_pid=1', '# buddyscope: ', '(a', ' [ms): ', 'a.b', '|', 'aa:bb '];
  for (const pattern of patterns) {
    for (const head of ['', '  bash-1 [000] 3.5: ', '  bash-1 [000] 3.5: sched_switch: ', '  bash-1 [000] 3.5: my_probe: (', ' 0) ', '# buddyscope: ', '# buddyscope: free zone=Normal order=1 migratetype=1 pfn=']) {
      const text = head + pattern.repeat(MAX_LINE_BYTES / pattern.length - head.length);
      const begin = performance.now();
      parseText(text);
      const took = performance.now() - begin;
      assert.ok(took < 4000, `${head}${pattern}: ${took} ms`);
    }
  }
  assert.equal(parseText(`${'x'.repeat(MAX_LINE_BYTES)}y\n# tracer: nop\n`)[0].kind, 'Unrecognised');
  assert.equal(parseText(`${'x'.repeat(MAX_LINE_BYTES)}y\n# tracer: nop\n`)[1].kind, 'Header');
});

test('offsets are relative to the start, and end with the end', () => {
  const bytes = encode('skipped\nmm_page_free: pfn=1 order=0\r\n\n# x');
  const columns = new Columns(8);
  assert.equal(new LineParser(new Names()).parse(bytes, 8, bytes.length, columns), bytes.length);
  assert.equal(columns.length, 3);
  assert.deepEqual([...columns.offset.subarray(0, 4)], [0, 29, 30, 33]);
});
