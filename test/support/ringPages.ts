/** Makes pages of the kernel's ring buffer, and the formats of events, for traces by hand. */
import { type TraceDatParts, Writer } from './traceDatWriter.js';

export const pageSize = 4096;
export const headerPage = [
  '\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;', '\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;',
  '\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;', '\tfield: char data;\toffset:16;\tsize:4080;\tsigned:1;', '',
].join('\n');

export type Entry =
  | { readonly event: Uint8Array; readonly delta?: number }
  | { readonly extend: bigint }
  | { readonly stamp: bigint }
  | { readonly skip: number };

const word = (kind: number, delta: number, little: boolean): number => (little ? (delta << 5) | kind : (kind << 27) | delta) >>> 0;

/** `lost`: events lost in front of the page; -1 for an unknown number. */
export function page(time: bigint, entries: readonly Entry[], { little = true, lost = 0 } = {}): Uint8Array {
  const data = new Writer(little);
  for (const entry of entries) {
    if ('extend' in entry) data.number(word(30, Number(entry.extend & 0x7ffffffn), little), 4).number(entry.extend >> 27n, 4);
    else if ('stamp' in entry) data.number(word(31, Number(entry.stamp & 0x7ffffffn), little), 4).number((entry.stamp >> 27n) & 0xffffffffn, 4);
    else if ('skip' in entry) data.number(word(29, 1, little), 4).number(entry.skip, 4).raw(new Uint8Array(entry.skip - 4));
    else addEvent(data, entry.event, entry.delta ?? 0, little);
  }
  const flags = lost === 0 ? 0 : lost < 0 ? 0x8000_0000 : 0xc000_0000;
  const whole = new Writer(little).number(time, 8).number(data.length + flags, 8).raw(data.done());
  if (lost > 0) whole.number(lost, 8);
  return whole.fill(pageSize).done();
}

/** Up to 112 bytes the kind of an entry is its length; longer ones say it in a word of their own. */
function addEvent(to: Writer, event: Uint8Array, delta: number, little: boolean): void {
  const words = Math.ceil(event.length / 4);
  if (words <= 28) to.number(word(words, delta, little), 4);
  else to.number(word(0, delta, little), 4).number(4 + 4 * words, 4);
  to.raw(event).raw(new Uint8Array(4 * words - event.length));
}

export interface FieldText { readonly declaration: string; readonly offset: number; readonly size: number; readonly signed?: boolean }

/** The text of a `format` file. */
export function format(name: string, id: number, fields: readonly FieldText[], print: string): string {
  const common: FieldText[] = [
    { declaration: 'unsigned short common_type', offset: 0, size: 2 }, { declaration: 'unsigned char common_flags', offset: 2, size: 1 },
    { declaration: 'unsigned char common_preempt_count', offset: 3, size: 1 }, { declaration: 'int common_pid', offset: 4, size: 4, signed: true },
  ];
  const line = ({ declaration, offset, size, signed }: FieldText): string => `\tfield:${declaration};\toffset:${offset};\tsize:${size};\tsigned:${signed === true ? 1 : 0};\n`;
  return `name: ${name}\nID: ${id}\nformat:\n${common.map(line).join('')}\n${fields.map(line).join('')}\nprint fmt: ${print}\n`;
}

export interface EventHead { readonly id: number; readonly flags?: number; readonly preempt?: number; readonly pid?: number; readonly little?: boolean }

/** The common fields; the event's own follow at byte 8. */
export const eventStart = ({ id, flags = 0, preempt = 0, pid = 7, little = true }: EventHead): Writer =>
  new Writer(little).number(id, 2).number(flags, 1).number(preempt, 1).number(pid, 4);

export const parts = (events: TraceDatParts['events'], cpus: TraceDatParts['cpus'], more: Partial<TraceDatParts> = {}): TraceDatParts => ({
  little: true, pageSize, headerPage, events, cpus, clock: 'local', release: '6.1.0', printk: '', cmdlines: '7 worker\n8 other one\n',
  kallsyms: 'ffffffff81000000 T first\nffffffff81000100 T second\nffffffff81000200 t third\t[mod]\nffffffff81000300 T last\n', ...more,
});
