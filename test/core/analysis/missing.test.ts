/**
 * A CPU that has lost events says so at its next line: what the other CPUs' lines have shown since its last one is taken back, by a stream,
 * which does not know yet, and by a document, which does. Nothing else is.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openLargeTrace, openStream, type AnalysisOptions, type FileAnalysis, type Finding, type SeriesRow, type StateView } from '../../../server/src/core/index.js';
import { Random } from '../../support/random.js';

const SEED = Number(process.env['BUDDYSCOPE_SEED'] ?? 20261120);

const setup = '# buddyscope: interface=reporting-v5 max_order=11\n# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x800000 free=none\n';
const event = (cpu: number, second: number, body: string, flags = 'd..1.'): string => `            bash-${800 + cpu} [00${cpu}] ${flags} ${second}.000001: ${body}\n`;
/** A block that is listed twice, by two CPUs: it rests on what all CPUs did. */
const add = (cpu: number, second: number, block: number): string => event(cpu, second, `add_to_free_list: zone=Normal pfn=0x${(block * 8).toString(16)} order=3 migratetype=1`);
/** It stands alone. */
const irqsOn = (cpu: number, second: number): string => event(cpu, second, 'spin_lock: lock=zone->lock zone=Normal', '.....') + event(cpu, second, 'spin_unlock: lock=zone->lock zone=Normal', '.....');
const lost = (cpu: number): string => `CPU:${cpu} [LOST 3 EVENTS]\n`;

const places = (findings: readonly Finding[]): string[] => findings.filter(f => f.severity !== 'info' && f.rule !== 'lost-events').map(f => `${f.line} ${f.rule}`);

function stream(text: string, options: AnalysisOptions, random: Random): FileAnalysis {
  const reader = openStream(options);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random.below(100_000);
    reader.push(bytes.slice(at, end));
    at = end;
  }
  return reader.end();
}

function check(text: string, wanted: readonly string[]): void {
  assert.deepEqual(places(openDocument(text, { fold: false }).findings()), wanted, 'document');
  assert.deepEqual(places(stream(text, { fold: false }, new Random(1)).findings), wanted, 'stream');
}

test('what other CPUs show between the last line of the CPU and its loss is not sure', () => {
  const first = add(0, 1, 1) + add(1, 2, 5);
  check(setup + first + add(0, 3, 5) + add(1, 4, 7), ['4 block-overlap']);
  check(setup + first + add(0, 3, 5) + lost(1) + add(1, 4, 7), []);
});

test('what was found before the last line of the CPU, behind its loss, or on the line alone stays', () => {
  check(setup + add(0, 1, 1) + add(0, 2, 1) + add(1, 3, 2) + lost(1) + add(1, 4, 3), ['3 block-overlap']);
  check(setup + add(0, 1, 1) + add(1, 2, 2) + lost(1) + add(1, 3, 3) + add(0, 4, 3), ['6 block-overlap']);
  check(setup + add(0, 1, 1) + add(1, 2, 2) + irqsOn(0, 3) + lost(1) + add(1, 4, 3), ['4 zone-lock-irqs-on']);
});

test('a line that says nothing but a setting, or nothing that is known, is one of its CPU, too', () => {
  for (const body of ['tracing_mark_write: buddyscope: zoneinfo Node 0, zone   Normal', 'sched_wakeup_new: comm=a']) {
    check(setup + add(1, 1, 5) + add(0, 2, 1) + add(0, 3, 1) + event(1, 4, body) + lost(1) + add(1, 5, 7), ['4 block-overlap']);
  }
});

test('a CPU that loses events tells nothing of its own lines', () => {
  check(setup + add(0, 1, 1) + add(0, 2, 1) + lost(0) + add(0, 3, 2), ['3 block-overlap']);
});

test('what is said once is said again where the first was taken back', () => {
  const freed = (cpu: number, second: number, pfn: number): string => event(cpu, second, `mm_page_free: page=00000000e3c1f2a4 pfn=0x${pfn.toString(16)} order=0`, '.....');
  const taken = (cpu: number, second: number, pfn: number): string => event(cpu, second, `mm_page_alloc: page=00000000e3c1f2a4 pfn=0x${pfn.toString(16)} order=0 migratetype=0 gfp_flags=GFP_KERNEL`, '.....');
  const twice = taken(0, 1, 1) + taken(1, 2, 2) + freed(0, 3, 1) + freed(0, 4, 1);
  const again = taken(0, 6, 3) + freed(0, 7, 3) + freed(0, 8, 3);
  const lines = (text: string): number[] => openDocument(text, { fold: false }).findings().filter(f => f.rule === 'page-freed-twice').map(f => f.line);
  assert.deepEqual(lines(setup + twice + again), [5]);
  assert.deepEqual(lines(setup + twice + lost(1) + taken(1, 5, 5) + again), [10]);
});

test('a CPU that was never seen may have lost events since the beginning of the recording', () => {
  check(setup + add(0, 1, 1) + add(0, 2, 1) + lost(5) + add(5, 3, 2), []);
  check(`${setup}${add(0, 1, 1)}${add(0, 2, 1)}# tracer: nop\n${add(0, 3, 7)}${add(0, 4, 7)}${lost(5)}${add(5, 5, 2)}`, ['3 block-overlap']);
});

test('the buffer of a CPU that starts later was overwritten until then', () => {
  check(`${setup}${add(0, 1, 1)}${add(0, 2, 1)}##### CPU 1 buffer started ####\n${add(1, 3, 2)}`, []);
  check(`# entries-in-buffer/entries-written: 3/9   #P:2\n${setup}${add(0, 1, 1)}${add(0, 2, 1)}${add(1, 3, 2)}${add(0, 4, 2)}`, ['6 block-overlap']);
});

/** Blocks that are listed twice and locks taken with interrupts on, on four CPUs; of one there is a line in so many. */
function troubles(lines: number, losses: number, rarity: number, random: Random): string {
  let text = setup;
  for (let i = 0; i < lines; i++) {
    const cpu = random.below(rarity) === 0 ? 3 : random.below(3);
    const kind = random.below(10);
    if (kind < 7) text += add(cpu, i, random.below(200));
    else if (kind < 9) text += irqsOn(cpu, i);
    else text += event(cpu, i, `page_reporting_state: zone=Normal nr_free=${i}`);
    if (random.below(lines) < losses) text += random.below(8) === 0 ? '##### CPU 3 buffer started ####\n' : lost(random.below(4));
  }
  return text;
}

for (const [losses, rarity] of [[0, 100], [3, 300], [200, 300], [6, 12_000], [12, 12_000]]) {
  test(`a stream takes back what a document does: ${losses} losses, one line in ${rarity}, seed ${SEED}`, () => {
    const random = new Random(SEED + losses);
    // More than are kept before they are folded, so that parts come and go.
    for (const [options, lines] of [[{}, 90_000], [{ fold: false }, 30_000]] as const) {
      const text = troubles(lines, losses, rarity, random);
      const whole = openDocument(text, options).findings();
      assert.deepEqual(stream(text, options, random).findings, whole);
      assert.ok(whole.some(f => f.rule === 'block-overlap'));
    }
  });
}

/** A block is put in flight while CPU 1 may have done anything, and CPU 2 holds the lock. */
const passage = setup + add(0, 1, 1) + add(1, 2, 5) + event(2, 3, 'spin_lock_irqsave: lock=zone->lock zone=Normal') + add(2, 4, 9)
  + event(2, 5, 'spin_unlock_irqrestore: lock=zone->lock zone=Normal') + lost(1) + add(1, 6, 20) + add(0, 7, 30);

test('counts in such a passage are not known, before it they are', () => {
  const document = openDocument(passage);
  const series: SeriesRow[] = [];
  const states = Array.from({ length: document.lineCount }, (_, line) => {
    const views: StateView[] = [];
    const reader = openStream({}, { stateAfterLine: line, onState: view => { views.push(view); }, ...(line === 0 ? { onSeries: row => { series.push(row); } } : {}) });
    reader.push(new TextEncoder().encode(passage));
    reader.end();
    return views[0];
  });
  const bytes = new TextEncoder().encode(passage);
  const large = openLargeTrace({}, (at, length) => bytes.subarray(at, at + length));
  large.push(bytes);
  large.analysis(true);
  for (const [line, state] of states.entries()) {
    assert.deepEqual(document.stateAt(line), state, `line ${line + 1}`);
    assert.deepEqual(large.stateAt(line), state, `line ${line + 1} of a large file`);
  }
  assert.deepEqual(states.map(({ zones }) => zones[0]?.nrFree[3]), [undefined, 0, 1, 2, null, null, null, null, null, null]);
  assert.deepEqual(states.map(({ eventsMissing }) => eventsMissing?.length ?? 0), [0, 0, 0, 0, 1, 1, 1, 0, 0, 0]);
  assert.deepEqual(states[5].eventsMissing, [{ cpu: 1, after: 3, before: 7 }]);
  assert.deepEqual(states.map(({ eventsLostAt }) => eventsLostAt), [...Array.from({ length: 7 }, () => undefined), 7, 7, 7]);
  // The lock is CPU 2's own.
  assert.deepEqual(states[5].locks.map(({ cpu, line }) => [cpu, line]), [[2, 4]]);
  const rows = (all: readonly SeriesRow[]): unknown[] => all.filter(row => row.order === 3).map(({ line, timeNs, nrFree }) => [line, timeNs, nrFree]);
  assert.deepEqual(rows(series), [[1, null, 0], [2, '1000001000', 1], [3, '2000001000', 2], [4, '2000001000', null]]);
  assert.deepEqual(rows(document.series('Normal', 0, 3, 100)), rows(series));
  assert.deepEqual(rows(large.series('Normal', 0, 3, 100)), rows(series));
});

test('the line of a hover says why', () => {
  const hover = openDocument(passage).hover(5, 60);
  assert.match(hover?.markdown ?? '', /Events of CPU 1 are missing between line 4 and line 8: free lists and counts here are not known\./);
});

test('the table of a large file lists what is left', () => {
  const text = setup + add(0, 1, 1) + add(1, 2, 2) + add(0, 3, 2) + irqsOn(0, 4) + lost(1) + add(1, 5, 3) + add(0, 6, 3);
  const bytes = new TextEncoder().encode(text);
  const trace = openLargeTrace({}, (at, length) => bytes.subarray(at, at + length));
  trace.push(bytes);
  const { findings } = trace.analysis(true);
  const page = trace.findingsPage(findings, { first: 0, count: 100, rule: null, zone: null, cpu: 0, task: null, from: null, to: null });
  assert.deepEqual(page.rows.filter(row => row.severity === 'error').map(row => `${row.line} ${row.rule} ${row.times}`), ['5 zone-lock-irqs-on 1', '9 block-overlap 1']);
  // The second analysis of what has come sees the same.
  assert.deepEqual(trace.analysis(false).findings.filter(f => f.severity === 'error').map(f => `${f.line} ${f.rule}`), ['5 zone-lock-irqs-on', '9 block-overlap']);
});
