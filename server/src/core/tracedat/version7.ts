/** Version 7: sections anywhere in the file, found through chains of options. */
import { ByteView, Cursor } from './byteView.js';
import { readCmdlines, readEventFormats, readFtraceEvents, readHeaderInfo, readKallsyms, readPrintk } from './formatSections.js';
import { unpackChunks } from './chunks.js';
import { done, failed, type Outcome } from './source.js';
import { Option, type TraceFile } from './traceFile.js';
import { clockName } from './version6.js';

const HEADER = 16;
const MAX_SECTION = 1 << 28;
const MAX_CPUS = 1 << 15;
/** A chain of options that is longer goes round in a circle. */
const MAX_OPTION_SECTIONS = 256;

const sections = [
  [Option.HeaderInfo, 'header of the ring buffer', readHeaderInfo], [Option.FtraceEvents, 'formats of ftrace', readFtraceEvents],
  [Option.EventFormats, 'formats of the events', readEventFormats], [Option.Kallsyms, 'symbols', readKallsyms],
  [Option.Printk, 'printk formats', readPrintk], [Option.Cmdlines, 'task names', readCmdlines],
] as const;

export function readVersion7(file: TraceFile): Outcome<undefined> {
  const { source, preamble } = file;
  let at = new ByteView(source.read(preamble.end, 8), preamble.little).size64(0);
  if (at === 0 || at >= source.size) return failed(`is cut short: its table of contents would lie at byte ${at}, but it has ${source.size} bytes; copy or record it again`);
  for (let i = 0; at !== 0 && i < MAX_OPTION_SECTIONS; i++) {
    const section = readSection(file, at, Option.Done);
    if (!section.ok) {
      if (i === 0) return failed(`has no readable table of contents: it ${section.reason}`);
      file.problem(`${section.reason} in its table of contents`);
      break;
    }
    at = readOptions(section.value, file);
  }
  for (const [option, name, read] of sections) {
    for (const value of file.options.get(option) ?? []) {
      const section = readSection(file, new ByteView(value, preamble.little).size64(0), option);
      if (!section.ok) file.problem(`${section.reason} in the ${name}`);
      else if (!read(section.value, file)) file.problem(`is damaged in the ${name}`);
    }
  }
  for (const value of file.options.get(Option.Buffer) ?? []) readBuffer(file, new Cursor(new ByteView(value, preamble.little)));
  for (const value of file.options.get(Option.BufferText) ?? []) readText(file, new ByteView(value, preamble.little).size64(0));
  return done(undefined);
}

/** Returns where the next options lie, 0 for none. */
function readOptions(cursor: Cursor, file: TraceFile): number {
  while (!cursor.short) {
    const id = cursor.u16();
    const value = cursor.bytes(cursor.u32());
    if (cursor.short) break;
    if (id === Option.Done) return new ByteView(value, file.preamble.little).size64(0);
    file.options.set(id, [...(file.options.get(id) ?? []), value]);
  }
  file.problem('is damaged in its table of contents');
  return 0;
}

interface SectionHeader { readonly id: number; readonly isPacked: boolean; readonly size: number }

function headerAt(file: TraceFile, at: number): SectionHeader | undefined {
  const bytes = file.source.read(at, HEADER);
  const view = new ByteView(bytes, file.preamble.little);
  return bytes.length < HEADER ? undefined : { id: view.u16(0), isPacked: (view.u16(2) & 1) !== 0, size: view.size64(8) };
}

function readSection(file: TraceFile, at: number, id: number): Outcome<Cursor> {
  const { source, preamble } = file;
  const header = headerAt(file, at);
  if (header === undefined) return failed('is cut short');
  if (header.id !== id || header.size > MAX_SECTION) return failed('is damaged');
  const bytes = source.read(at + HEADER, header.size);
  if (bytes.length < header.size) return failed('is cut short');
  if (!header.isPacked) return done(new Cursor(new ByteView(bytes, preamble.little)));
  const packed = new Cursor(new ByteView(bytes, preamble.little));
  const packedSize = packed.u32();
  const size = packed.u32();
  const data = packed.bytes(packedSize);
  const unpacked = packed.short || size > MAX_SECTION ? undefined : file.decompress(preamble.compression, data, size);
  return unpacked === undefined ? failed(`has ${preamble.compression} data that cannot be unpacked`) : done(new Cursor(new ByteView(unpacked, preamble.little)));
}

function readBuffer(file: TraceFile, cursor: Cursor): void {
  const header = headerAt(file, cursor.size64());
  cursor.string();
  const clock = clockName(cursor.string());
  // Since trace-cmd 3.2 the size of the buffer's pages stands here; an entry for a CPU has 20 bytes.
  const pageSize = (cursor.end - cursor.at) % 20 === 8 ? cursor.u32() : file.preamble.pageSize;
  const count = cursor.u32();
  if (header?.id !== Option.Buffer || cursor.short || count > MAX_CPUS) {
    file.problem(header === undefined ? 'is cut short in front of the events of a buffer' : 'is damaged in front of the events of a buffer');
    return;
  }
  for (let i = 0; i < count; i++) {
    const data = { cpu: cursor.u32(), clock, pageSize, offset: cursor.size64(), size: cursor.size64(), isPacked: header.isPacked };
    if (!cursor.short) file.cpus.push(data);
  }
}

function readText(file: TraceFile, at: number): void {
  const header = headerAt(file, at);
  if (header?.id !== Option.BufferText) file.problem('is damaged in front of the text of a buffer');
  else file.texts.push(header.isPacked ? unpackChunks(file, at + HEADER) : file.source.read(at + HEADER, header.size));
}
