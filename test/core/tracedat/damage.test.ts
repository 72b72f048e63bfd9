/** Files that are cut or damaged: a clear reason, or what could be read of them; never an exception. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openStream } from '../../../server/src/core/index.js';
import { Random } from '../../support/random.js';
import { readDat, reasonOf } from '../../support/readTraceDat.js';
import { eventStart, format, page, parts } from '../../support/ringPages.js';
import { writeVersion6, writeVersion7 } from '../../support/traceDatWriter.js';

const folder = join(__dirname, '../../fixtures/tracedat');
const fixture = (name: string): Uint8Array => readFileSync(join(folder, name));
const names = ['reporting-v6.dat', 'reporting-v7-zlib.dat', 'graph-v7-zstd.dat', 'lost-v7-zstd.dat'];
const whole = new Set(gunzipSync(fixture('reporting.txt.gz')).toString().split('\n'));

for (const name of names) {
  test(`${name}, cut anywhere`, () => {
    const bytes = fixture(name);
    for (let length = 10; length < bytes.length; length += 331) {
      const read = readDat(bytes.subarray(0, length));
      if (typeof read === 'string') assert.match(read, /cut short|is damaged|no events|nothing can be read/, `${length}: ${read}`);
      else assert.ok(read.problems.length > 0, `cut at ${length} of ${bytes.length} and nobody noticed`);
    }
  });

  test(`${name}, damaged anywhere`, () => {
    const random = new Random(names.indexOf(name) + 1);
    const bytes = fixture(name);
    for (let run = 0; run < 150; run++) {
      const damaged = bytes.slice();
      for (let i = 0; i <= run % 4; i++) damaged[random.below(run % 2 === 0 ? 600 : damaged.length)] = random.below(256);
      const read = readDat(damaged);
      assert.ok(typeof read === 'string' ? read !== '' : read.text.startsWith('cpus='));
    }
  });
}

test('of a cut file the events in front of the cut are read, and those behind it count as lost', () => {
  const bytes = fixture('reporting-v6.dat');
  const read = readDat(bytes.subarray(0, bytes.length - 10_000));
  assert.ok(typeof read !== 'string');
  assert.match(read.problems.join(), /cut short: of the data of CPU 1 14576 of 24576 bytes are there/);
  const lines = read.text.trimEnd().split('\n');
  assert.ok(lines.length > 500 && lines.every(line => whole.has(line) || line === 'CPU:1 [LOST EVENTS]'));
  assert.ok(lines.includes('CPU:1 [LOST EVENTS]'));
  const stream = openStream();
  stream.push(Buffer.from(read.text));
  const { findings } = stream.end();
  assert.deepEqual(findings.filter(({ severity }) => severity === 'error'), []);
});

const events = [{ system: 'test', text: format('tick', 40, [{ declaration: 'unsigned int n', offset: 8, size: 4 }], '"n=%u", REC->n') }];
const tick = (n: number) => ({ event: eventStart({ id: 40 }).number(n, 4).done() });

test('a page that claims too much costs the rest of that page only', () => {
  const bad = page(2_000_000n, [tick(2), tick(3)]);
  bad[16 + 16] = 28;
  new DataView(bad.buffer).setUint32(8, 60, true);
  const read = readDat(writeVersion6(parts(events, [{ cpu: 0, bytes: Buffer.concat([page(1_000_000n, [tick(1)]), bad, page(3_000_000n, [tick(4)])]) }])));
  assert.ok(typeof read !== 'string');
  assert.match(read.problems.join(), /an event of CPU 0 does not fit its page/);
  assert.deepEqual(read.text.trimEnd().split('\n').map(line => /n=\d|LOST.*(?=\])/.exec(line)?.[0]), [undefined, 'n=1', 'n=2', 'LOST EVENTS', 'n=4']);
});

test('a section that is missing is named, and the rest is read', () => {
  const file = writeVersion7(parts(events, [{ cpu: 0, bytes: page(1n, [tick(1)]) }]));
  const at = Buffer.from(file).indexOf('7 worker');
  // The header of the section in front of the names says another kind.
  file[at - 8 - 16] = 99;
  const read = readDat(file);
  assert.ok(typeof read !== 'string');
  assert.match(read.problems.join(), /is damaged in the task names/);
  assert.match(read.text, / <\.\.\.>-7 .*tick: +n=1/);
});

test('other versions and other files', () => {
  const file = writeVersion6(parts(events, []));
  file[10] = '5'.charCodeAt(0);
  assert.match(reasonOf(file), /version 5; versions 6 and 7 are understood/);
  assert.match(reasonOf(Buffer.from('text')), /not a trace.dat/);
  assert.match(reasonOf(writeVersion6(parts(events, []))), /has no events/);
  assert.match(reasonOf(writeVersion6(parts([], [{ cpu: 0, bytes: page(1n, [tick(1)]) }]))), /no description of its events/);
});
