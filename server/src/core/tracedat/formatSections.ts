/** The sections that describe the events: the same bytes in both versions of the file. */
import type { Cursor } from './byteView.js';
import type { TraceFile } from './traceFile.js';

/** More than any kernel has; larger counts are rubbish. */
const MAX_COUNT = 1 << 16;

export function readHeaderInfo(cursor: Cursor, file: TraceFile): boolean {
  if (cursor.text(12) !== 'header_page\0') return false;
  file.headerPage = cursor.text(cursor.size64());
  if (cursor.text(13) !== 'header_event\0') return false;
  cursor.bytes(cursor.size64());
  return !cursor.short;
}

export function readFtraceEvents(cursor: Cursor, file: TraceFile): boolean {
  return readTexts(cursor, file, 'ftrace');
}

export function readEventFormats(cursor: Cursor, file: TraceFile): boolean {
  const systems = cursor.u32();
  for (let i = 0; i < systems && i < MAX_COUNT; i++) {
    if (!readTexts(cursor, file, cursor.string())) return false;
  }
  return !cursor.short && systems < MAX_COUNT;
}

function readTexts(cursor: Cursor, file: TraceFile, system: string): boolean {
  const count = cursor.u32();
  for (let i = 0; i < count && i < MAX_COUNT && !cursor.short; i++) {
    const text = cursor.text(cursor.size64());
    if (!cursor.short) file.events.push({ system, text });
  }
  return !cursor.short && count < MAX_COUNT;
}

export function readKallsyms(cursor: Cursor, file: TraceFile): boolean {
  file.kallsyms = cursor.bytes(cursor.u32());
  return !cursor.short;
}

export function readPrintk(cursor: Cursor, file: TraceFile): boolean {
  file.printk = cursor.text(cursor.u32());
  return !cursor.short;
}

export function readCmdlines(cursor: Cursor, file: TraceFile): boolean {
  file.cmdlines = cursor.text(cursor.size64());
  return !cursor.short;
}
