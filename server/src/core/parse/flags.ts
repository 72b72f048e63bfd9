/** The flags column of the irq-info option, decoded into the bits of `Columns.flags`. */
import { Ctx, FlagsShape, Irq } from '../trace/columns.js';
import { DIGIT, DOT, FLAG, hexValues, is } from './bytes.js';

const table = (entries: Readonly<Record<string, number>>): Uint8Array => {
  const values = new Uint8Array(256);
  for (const [chars, value] of Object.entries(entries)) for (const c of chars) values[c.charCodeAt(0)] = value;
  return values;
};

const BOTTOM_HALVES_OFF = 4;
/** `b`: only bottom halves are off; `D`: interrupts too. `X`: the architecture cannot tell. */
const irqs = table({ '.': Irq.On, 'd': Irq.Off, 'b': Irq.On | BOTTOM_HALVES_OFF, 'D': Irq.Off | BOTTOM_HALVES_OFF });
const contexts = table({ '.': Ctx.Process, 's': Ctx.Softirq, 'hH': Ctx.Hardirq, 'zZ': Ctx.Nmi });

/** What kernels print in a column; trace-cmd prints a part of it. */
const column = (chars: string): Uint8Array => table({ [chars]: 1 });
const irqsOff = column('.dbDX');
const resched = column('.nNplbLB');
const context = column('.shHzZ');
const hexDepth = column('.0123456789abcdefABCDEF');
const layouts: readonly (readonly Uint8Array[])[] = [
  [irqsOff, resched, context, hexDepth],
  [irqsOff, resched, context, hexDepth, hexDepth],
  [irqsOff, resched, resched, context, hexDepth, hexDepth, hexDepth],
];
const shapes: readonly number[] = [FlagsShape.Four, FlagsShape.Five, FlagsShape.Seven];

/** Value of `FlagsShape`. */
function shapeOf(bytes: Uint8Array, from: number, end: number): number {
  const at = end - from === 7 ? 2 : end - from - 4;
  if (at < 0 || at > 2 || end - from === 6) return FlagsShape.Odd;
  const layout = layouts[at];
  for (let i = 0; i < layout.length; i++) if (layout[i][bytes[from + i]] === 0) return FlagsShape.Odd;
  return shapes[at];
}

/** Depth + 1, or 0 for a character that is none. */
const depth = (byte: number): number => (byte === DOT ? 1 : hexValues[byte] < 16 ? hexValues[byte] + 1 : 0);

/**
 * Four characters until Linux 5.14 (irqs, resched, context, preempt depth), five since (+ migrate-disable depth), seven with
 * the PREEMPT_RT series (lazy resched third, lazy depth sixth). Any other length says nothing but that it is odd.
 */
export function decodeFlags(bytes: Uint8Array, from: number, end: number): number {
  const length = end - from;
  const lazy = length === 7 ? 1 : 0;
  const shape = shapeOf(bytes, from, end) << 16;
  if (length !== 4 && length !== 5 && lazy === 0) return shape;
  const preempt = depth(bytes[from + 3 + lazy]);
  const migrate = length === 4 ? 0 : depth(bytes[end - 1]);
  return shape | irqs[bytes[from]] | (contexts[bytes[from + 2 + lazy]] << 3) | (preempt << 6) | (migrate << 11);
}

const MEMORY = 64;
/** Five-column flags seen last: their first four bytes, the fifth, and what they mean. 0 bytes are no flags. */
const words = new Int32Array(MEMORY);
const fifths = new Uint8Array(MEMORY);
const meanings = new Uint32Array(MEMORY);

/** Flags of five columns in [from, from + 5); -1 if the bytes are no flags column. The same few flags occur again and again. */
export function decodeStockFlags(bytes: Uint8Array, view: DataView, from: number): number {
  const word = view.getInt32(from, true);
  const fifth = bytes[from + 4];
  const place = (word ^ (word >>> 8) ^ (word >>> 19) ^ (fifth << 2)) & (MEMORY - 1);
  if (words[place] === word && fifths[place] === fifth && word !== 0) return meanings[place];
  if (is(bytes[from], DIGIT)) return -1;
  for (let p = from; p < from + 5; p++) if (!is(bytes[p], FLAG)) return -1;
  words[place] = word;
  fifths[place] = fifth;
  meanings[place] = decodeFlags(bytes, from, from + 5);
  return meanings[place];
}

/** `entry->flags` and the preempt depth of the verbose latency format, which prints the numbers themselves and no migrate-disable depth. */
export function decodeFlagBits(flags: number, preemptCount: number): number {
  const irq = (flags & 1) !== 0 ? Irq.Off : Irq.On;
  const context = (flags & 0x40) !== 0 ? Ctx.Nmi : (flags & 0x08) !== 0 ? Ctx.Hardirq : (flags & 0x10) !== 0 ? Ctx.Softirq : Ctx.Process;
  const bottomHalves = (flags & 0x80) !== 0 ? BOTTOM_HALVES_OFF : 0;
  return irq | bottomHalves | (context << 3) | (((preemptCount & 15) + 1) << 6);
}
