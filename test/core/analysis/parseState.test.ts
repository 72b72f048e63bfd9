/** Lines that change how later ones are read, edited at random: declarations of events, lists of types, the tags of a page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, type TextEdit } from '../../../server/src/core/index.js';
import { readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';

const SEED = Number(process.env['BUDDYSCOPE_SEED'] ?? 20261120);
const EDITS = Number(process.env['BUDDYSCOPE_EDITS'] ?? 60);

/** The pulls of the trace under a private name, as a tracepoint or as a kprobe. */
const privately = (line: string, i: number): string => line.replace(
  /: get_unreported_page: zone=(\w+) order=(\d+) migratetype=(\d+) pfn=(\S+)/,
  (_all, zone: string, order: string, type: string, pfn: string) => `: my_pull: ${i % 2 === 0 ? '' : '(vendor_pull+0x0/0x40) '}p=${pfn} o=${order} z=${zone} t=${type}`);

const declarations = [
  '# buddyscope: event my_pull as get_unreported_page pfn=p order=o zone=z migratetype=t',
  '# buddyscope: event my_pull as put_reported_page pfn=p order=o zone=z migratetype=t',
  '# buddyscope: event my_pull as get_unreported_page pfn=p order=o zone=z',
  '# buddyscope: event set_bit as clear_bit bit=bit',
  '# buddyscope: event my_pull as no_such_event pfn=p',
  '# buddyscope: migrate_types=Movable,Unmovable,Reclaimable,HighAtomic,CMA,Isolate',
  '# buddyscope: kernel=3.10',
  '# buddyscope: kernel=6.1',
];
const tags = ['<!DOCTYPE html>', '  <script class="trace-data" type="application/text">', '  </script>', '# tracer: nop', '', 'PROCESS DUMP'];

/** One edit of whole lines near places that matter: a special line comes, goes, moves or changes. */
function edit(random: Random, lines: string[], special: readonly string[]): TextEdit {
  const places = lines.flatMap((line, i) => (special.includes(line) ? [i] : []));
  const at = places.length > 0 && random.below(3) > 0 ? random.pick(places) : random.below(lines.length);
  const replaceLine = (line: number, text: string, count = 1): TextEdit => {
    lines.splice(line, count, ...text.split('\n').slice(0, -1));
    return { startLine: line, startColumn: 0, endLine: line + count, endColumn: 0, text };
  };
  switch (random.below(5)) {
    case 0: return replaceLine(at, `${random.pick(special)}\n`, 0);
    case 1: return replaceLine(at, '');
    case 2: return replaceLine(at, `${random.pick(special)}\n`);
    case 3: return replaceLine(at, at + 1 < lines.length ? `${lines[at + 1]}\n${lines[at]}\n` : '', at + 1 < lines.length ? 2 : 0);
    default: return replaceLine(random.below(3), `${random.pick(special)}\n`, 0);
  }
}

for (const [name, special] of [['declarations', declarations], ['the tags of a page', tags]] as const) {
  test(`random edits of ${name}, seed ${SEED}`, () => {
    const random = new Random(SEED);
    const trace = Buffer.from(readOracle('v5-clean-1').trace).toString('utf8').split('\n').slice(0, 2600).map(privately);
    const lines = special === tags ? ['<!DOCTYPE html>', '<html>', tags[1], ...trace, '  </script>', '</html>'] : [declarations[0], ...trace];
    const text = (): string => `${lines.join('\n')}\n`;
    const document = openDocument(text(), { fold: false });
    document.findings();
    for (let i = 0; i < EDITS; i++) {
      // Two at once, too: an edit may undo what the one before has done to the reading.
      document.edit(random.below(4) === 0 ? [edit(random, lines, special), edit(random, lines, special)] : [edit(random, lines, special)]);
      document.findings();
      if (i % 10 !== 9) continue;
      const fresh = openDocument(text(), { fold: false });
      assert.deepEqual(document.findings(), fresh.findings(), `edit ${i}`);
      assert.deepEqual(document.summary(), fresh.summary(), `edit ${i}`);
    }
  });
}

test('a declaration is of the lines behind it only, also where an earlier line is edited', () => {
  const use = '  a-1 [000] d..1. 1.000001: my_free: frame=7';
  const declare = '# buddyscope: event my_free as mm_page_free pfn=frame order=o';
  const document = openDocument(`${use}\n${declare}\n${use}\n`);
  const lacking = (): number[] => document.findings().filter(f => f.rule === 'bad-argument').map(f => f.line);
  assert.deepEqual(lacking(), [2]);
  document.edit([{ startLine: 0, startColumn: 4, endLine: 0, endColumn: 5, text: '2' }]);
  assert.deepEqual(lacking(), [2]);
  document.edit([{ startLine: 0, startColumn: 0, endLine: 0, endColumn: 0, text: `${declare}\n` }]);
  assert.deepEqual(lacking(), [1]);
});
