/** Version 6: one part after the other, the pages of the CPUs at the end. */
import { ByteView, Cursor } from './byteView.js';
import { readCmdlines, readEventFormats, readFtraceEvents, readHeaderInfo, readKallsyms, readPrintk } from './formatSections.js';
import { done, failed, type Outcome } from './source.js';
import { Option, TraceFile } from './traceFile.js';

/** The descriptions are read at once; they are some megabytes. */
const MAX_HEAD = 1 << 28;
const MAX_CPUS = 1 << 15;

const parts = [
  ['header of the ring buffer', readHeaderInfo], ['formats of ftrace', readFtraceEvents], ['formats of the events', readEventFormats],
  ['symbols', readKallsyms], ['printk formats', readPrintk], ['task names', readCmdlines],
] as const;

/** The bytes up to the first CPU's data; their length is not written down, so more is read while a part ends too early. */
export function readVersion6(file: TraceFile): Outcome<undefined> {
  const { source, preamble } = file;
  for (let length = 1 << 23; ; length *= 2) {
    const bytes = source.read(0, Math.min(length, MAX_HEAD));
    const attempt = new TraceFile(source, preamble, file.decompress);
    const problem = readHead(new Cursor(new ByteView(bytes, preamble.little), preamble.end), attempt);
    if (problem !== undefined && bytes.length < source.size && length < MAX_HEAD) continue;
    if (problem !== undefined && (attempt.headerPage === '' || attempt.events.length === 0)) return failed(problem);
    Object.assign(file, { headerPage: attempt.headerPage, kallsyms: attempt.kallsyms, printk: attempt.printk, cmdlines: attempt.cmdlines });
    file.events.push(...attempt.events);
    file.cpus.push(...attempt.cpus);
    file.texts.push(...attempt.texts);
    for (const [id, values] of attempt.options) file.options.set(id, values);
    if (problem !== undefined) file.problem(problem);
    return done(undefined);
  }
}

function readHead(cursor: Cursor, file: TraceFile): string | undefined {
  for (const [name, read] of parts) {
    if (!read(cursor, file)) return cursor.short ? `is cut short in the ${name}` : `is damaged in the ${name}`;
  }
  const cpus = cursor.u32();
  if (cursor.short || cpus > MAX_CPUS) return cursor.short ? 'is cut short behind the task names' : 'is damaged behind the task names';
  let type = cursor.text(10);
  if (type === 'options  \0') {
    if (!readOptions(cursor, file)) return 'is cut short in its options';
    type = cursor.text(10);
  }
  const instances = [...(file.options.get(Option.Buffer) ?? [])];
  const problem = readData(cursor, file, type, cpus, clockOf(file));
  for (const option of instances) {
    const at = new ByteView(option, file.preamble.little).size64(0);
    const bytes = file.source.read(at, 10 + 16 * cpus);
    const instance = new Cursor(new ByteView(bytes, file.preamble.little));
    const wrong = readData(instance, file, instance.text(10), cpus, clockOf(file));
    if (wrong !== undefined) file.problem(`${wrong} of an instance`);
  }
  return problem;
}

function readOptions(cursor: Cursor, file: TraceFile): boolean {
  for (let id = cursor.u16(); id !== Option.Done && !cursor.short; id = cursor.u16()) {
    const value = cursor.bytes(cursor.u32());
    if (!cursor.short) file.options.set(id, [...(file.options.get(id) ?? []), value]);
  }
  return !cursor.short;
}

function readData(cursor: Cursor, file: TraceFile, type: string, cpus: number, clock: string): string | undefined {
  if (type === 'latency  \0') {
    file.texts.push(file.source.read(cursor.at, file.source.size - cursor.at));
    return undefined;
  }
  if (type !== 'flyrecord\0') return cursor.short ? 'is cut short in front of the table of CPUs' : 'is damaged in front of the table of CPUs';
  for (let cpu = 0; cpu < cpus; cpu++) {
    const offset = cursor.size64();
    const size = cursor.size64();
    if (cursor.short) return 'is cut short in the table of CPUs';
    file.cpus.push({ cpu, clock, pageSize: file.preamble.pageSize, offset, size, isPacked: false });
  }
  return undefined;
}

/** `[local] global counter ...`: the one in brackets. */
function clockOf(file: TraceFile): string {
  const option = file.options.get(Option.TraceClock)?.at(-1);
  return option === undefined ? '' : clockName(new ByteView(option, true).text(0));
}

export const clockName = (text: string): string => /\[([\w-]+)\]/.exec(text)?.[1] ?? text.trim();
