/**
 * Cuts a small trace.dat out of a real one: some pages of each CPU, and only the formats, symbols and names that they need.
 *
 *     npx tsx test/support/cutTraceDat.ts IN OUT 6|zlib|zstd CPU:FIRST_PAGE:PAGES...
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { piecesOf } from '../../server/src/core/tracedat/chunks.js';
import { Damage } from '../../server/src/core/tracedat/damage.js';
import { parseFormat } from '../../server/src/core/tracedat/fields.js';
import { openFile } from '../../server/src/core/tracedat/openFile.js';
import { eventsOf, pageLayout } from '../../server/src/core/tracedat/ringBuffer.js';
import { TraceFile } from '../../server/src/core/tracedat/traceFile.js';
import { bytesSource } from '../../server/src/io/traceDat.js';
import { unpack } from '../../server/src/io/unpack.js';
import { type Pages, type TraceDatParts, writeVersion6, writeVersion7 } from './traceDatWriter.js';

const [input, output, form, ...ranges] = process.argv.slice(2);
const opened = openFile(bytesSource(readFileSync(input)), unpack);
if (!opened.ok) throw new Error(opened.reason);
const file = opened.value;
const { pageSize, little } = file.preamble;
const layout = pageLayout(file.headerPage, pageSize);
if (layout === undefined) throw new Error('no header_page');

const cpus: Pages[] = ranges.map(range => {
  const [cpu, first, count] = range.split(':').map(Number);
  const data = file.cpus.find(candidate => candidate.cpu === cpu);
  if (data === undefined) throw new Error(`no CPU ${cpu}`);
  const whole = Buffer.concat([...piecesOf(file, data, new Damage(file))]);
  return { cpu, bytes: whole.subarray(first * pageSize, (first + count) * pageSize) };
});

// What the pages speak of: kinds of events, tasks, and every word that may be an address of the kernel.
const ids = new Set<number>();
const pids = new Set<number>();
const addresses = new Set<bigint>();
for (const { cpu, bytes } of cpus) {
  const alone = new TraceFile(bytesSource(bytes), file.preamble, unpack);
  for (const { data } of eventsOf(alone, { cpu, clock: '', pageSize, offset: 0, size: bytes.length, isPacked: false }, layout)) {
    ids.add(data.u16(0));
    pids.add(data.u32(4));
    for (let at = 8; at + 8 <= data.length; at += 4) if (data.u64(at) >> 32n === 0xffffffffn) addresses.add(data.u64(at));
  }
}

/** The lines of kallsyms that name the addresses, and those that end them. */
function neededSymbols(): string {
  const symbols = new TextDecoder().decode(file.kallsyms).split('\n').map(line => ({ line, address: BigInt(`0x${/^[\da-f]+/.exec(line)?.[0] ?? '0'}`) }))
    .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  const places = [...new Set(symbols.map(({ address }) => address))];
  const needed = new Set<bigint>();
  for (const address of addresses) {
    const next = places.findIndex(place => place > address);
    if (next > 0) needed.add(places[next - 1]).add(places[next]);
  }
  return symbols.filter(({ address }) => needed.has(address)).map(({ line }) => `${line}\n`).join('');
}

const parts: TraceDatParts = {
  little, pageSize, headerPage: file.headerPage, cpus,
  events: file.events.filter(({ system, text }) => ids.has(parseFormat(system, text)?.id ?? -1)),
  kallsyms: neededSymbols(), printk: '', clock: 'local', release: '6.1.0-56-amd64',
  cmdlines: file.cmdlines.split('\n').filter(line => pids.has(parseInt(line, 10))).map(line => `${line}\n`).join(''),
};
const zstd = (bytes: Uint8Array): Uint8Array => spawnSync('zstd', ['-19', '-c'], { input: bytes }).stdout;
const packings = { zlib: { name: 'zlib', pack: (bytes: Uint8Array) => deflateSync(bytes, { level: 9 }) }, zstd: { name: 'zstd', pack: zstd } };
writeFileSync(output, form === '6' ? writeVersion6(parts) : writeVersion7(parts, form === 'zlib' ? packings.zlib : packings.zstd));
console.log(`${parts.events.length} formats, ${parts.kallsyms.split('\n').length - 1} symbols, ${cpus.map(({ cpu, bytes }) => `CPU ${cpu}: ${bytes.length} bytes`).join(', ')}`);
