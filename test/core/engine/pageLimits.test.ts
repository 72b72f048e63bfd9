/** Memory for pages is bounded: what the trace says of pages beyond the bound is unknown, and nothing that rests on it is told as if it were known. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnalysisOptions, type FileAnalysis, openDocument, openMerge, openStream } from '../../../server/src/core/index.js';
import { filesUnder, readText } from '../../support/repository.js';

type Limits = NonNullable<AnalysisOptions['limits']>;
const usual: Limits = { slabs: 1 << 16, ownerBlocks: 1 << 11, unitGroups: 1 << 13 };

function analyse(text: string, limits: Limits): FileAnalysis {
  const stream = openStream({ fold: false, limits });
  stream.push(Buffer.from(text));
  return stream.end();
}

const settings = '# buddyscope: interface=reporting-v5 page_shift=12 max_order=11 pageblock_order=9 capacity=16 hwm=32\n'
  + '# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x100000000 free=none\n';
const line = (i: number, body: string): string => `            bash-1234    [000] d..1.   100.${String(i).padStart(6, '0')}: ${body}\n`;
const add = (i: number, block: number): string => line(i, `add_to_free_list: zone=Normal pfn=0x${(block * 512).toString(16)} order=3 migratetype=1`);
const free = ({ summary }: FileAnalysis, order = 3): number | null => summary.zones[0].nrFree[order];

test('counts are known as long as every page is kept, and unknown from the first that is not', () => {
  const text = settings + [0, 1, 2, 3].map((i) => add(i, i)).join('');
  assert.deepEqual([free(analyse(text, { ...usual, slabs: 4 })), free(analyse(text, { ...usual, slabs: 3 }))], [4, null]);
  assert.equal(analyse(text, { ...usual, slabs: 4 }).summary.pagesNotKept, null);
  assert.deepEqual(analyse(text, { ...usual, slabs: 3 }).summary.pagesNotKept, { line: 5 });
});

test('a count that the trace states holds until the next page that is not kept', () => {
  const text = settings + add(0, 0) + add(1, 1) + line(2, 'zone_free: zone=Normal order=3 nr_free=9 reported=0') + line(3, 'del_page_from_free_list: zone=Normal pfn=0x0 order=3');
  assert.equal(free(analyse(text, { ...usual, slabs: 1 })), 8);
  assert.equal(free(analyse(text + add(4, 2), { ...usual, slabs: 1 })), null);
});

test('a free list that the trace gives is known only if all of its blocks are kept', () => {
  const text = '# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x100000000 free=none\n# buddyscope: free zone=Normal order=3 migratetype=1 pfns=0x0,0x200,0x400\n';
  assert.deepEqual([free(analyse(text, usual)), free(analyse(text, { ...usual, slabs: 2 }))], [3, null]);
});

test('a batch of which a block is not kept is not counted against its fill', () => {
  const pull = (i: number, block: number): string => line(i, `get_unreported_page: zone=Normal pfn=0x${(block * 512).toString(16)} order=9 migratetype=1`);
  const fill = (i: number): string => line(i, 'page_reporting_fill: zone=Normal nents=3 capacity=3');
  const text = settings + line(0, 'page_reporting_cycle: zone=Normal') + pull(1, 0) + pull(2, 1) + pull(3, 2) + fill(4);
  const rules = (limits: Limits): string[] => analyse(text.replace('nents=3', 'nents=2'), limits).findings.map(({ rule }) => rule);
  assert.ok(rules(usual).includes('batch-mismatch'), rules(usual).join());
  assert.ok(!rules({ ...usual, slabs: 2 }).includes('batch-mismatch'));
});

test('owners of pages: beyond the bound a page that is given out twice is not found, and it is said', () => {
  const event = (i: number, name: string, pfn: number): string => line(i, `${name}: page=0000000012345678 pfn=0x${pfn.toString(16)} order=0 migratetype=1 gfp_flags=GFP_KERNEL`).replace('d..1.', '.....');
  const twice = (pfn: number): string => event(1, 'mm_page_free', pfn) + event(2, 'mm_page_alloc', pfn) + event(3, 'mm_page_alloc', pfn);
  const found = (text: string, ownerBlocks: number): readonly [string, number | undefined][] => {
    const { findings, summary } = analyse(text, { ...usual, ownerBlocks });
    return [...findings.filter(({ rule }) => rule === 'page-allocated-twice').map(({ rule, line: at }) => [rule, at] as [string, number]), ['full', summary.pagesNotKept?.line]];
  };
  const text = twice(1) + twice(1 << 20);
  assert.deepEqual(found(text, 2), [['page-allocated-twice', 2], ['page-allocated-twice', 5], ['full', undefined]]);
  assert.deepEqual(found(text, 1), [['page-allocated-twice', 2], ['full', 3]]);
});

test('of a merged trace, the line is one of a part', () => {
  const merger = openMerge(['a', 'b'], { limits: { ...usual, slabs: 2 } });
  const parts = [settings + add(1, 0), add(2, 1) + add(3, 2)];
  for (let step = merger.next(); step.type !== 'end'; step = merger.next()) {
    assert.ok(step.type === 'wants');
    const text = parts[step.part];
    parts[step.part] = '';
    if (text === '') merger.finish(step.part); else merger.give(step.part, Buffer.from(text));
  }
  assert.deepEqual(merger.end().summary.pagesNotKept, { line: 1, part: 1 });
});

/** Here two faults fit what is left: a batch that is reported twice, or two batches of which the first was short. */
const otherSide = 'batch-mismatch/invalid-mainline-reported-again.alloctrace';

/** What the smaller analysis says, the whole one says too; a fault of which it does not see the first step it may find at a later one. */
function checkBelow(name: string, text: string, whole: FileAnalysis, limits: Limits): boolean {
  const small = analyse(text, limits);
  const known = new Set(whole.findings.map(({ rule }) => rule));
  if (!name.endsWith(otherSide)) assert.deepEqual(small.findings.map(({ rule, line: at }) => `${at + 1} ${rule}`).filter((finding) => !known.has(finding.split(' ')[1])), [], `${name} ${JSON.stringify(limits)}`);
  // The smaller one takes over a count that the trace states, right or wrong.
  if (known.has('reported-count-mismatch')) return small.summary.pagesNotKept !== null;
  whole.summary.zones.forEach(({ zone, node, nrFree, reported, inFlight }) => {
    const other = small.summary.zones.find((candidate) => candidate.zone === zone && candidate.node === node);
    for (const [all, some] of [[nrFree, other?.nrFree], [reported, other?.reported], [inFlight, other?.inFlight]] as const) {
      some?.forEach((count, order) => { if (count !== null && all[order] !== null) assert.equal(count, all[order], `${name} ${JSON.stringify(limits)}: ${zone} order ${order}`); });
    }
  });
  return small.summary.pagesNotKept !== null;
}

test('with less memory for pages every trace of the repository shows less, and nothing else', () => {
  let full = 0;
  for (const file of [...filesUnder('test/rules', '.alloctrace'), ...filesUnder('docs/examples', '.alloctrace'), ...filesUnder('docs/examples', '.ftrace')]) {
    const text = readText(file);
    const whole = analyse(text, usual);
    for (const size of [0, 1, 2, 8]) if (checkBelow(file, text, whole, { slabs: size, ownerBlocks: size, unitGroups: size })) full++;
  }
  assert.ok(full > 300, `only ${full} analyses were short of memory`);
});

test('a document says the same as a stream, also while it is edited', () => {
  const text = settings + [0, 1, 2, 3].map((i) => add(i, i)).join('');
  const document = openDocument(text, { limits: { ...usual, slabs: 3 } });
  assert.deepEqual(document.summary().pagesNotKept, { line: 5 });
  document.edit([{ startLine: 2, startColumn: 0, endLine: 2, endColumn: 0, text: '# a line\n' }]);
  assert.deepEqual(document.summary().pagesNotKept, { line: 6 });
  assert.deepEqual([document.stateAt(5).zones[0].nrFree[3], document.stateAt(6).zones[0].nrFree[3]], [3, null]);
  assert.deepEqual([document.stateAt(5).pagesNotKept, document.stateAt(6).pagesNotKept], [undefined, { line: 6 }]);
});
