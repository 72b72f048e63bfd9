/** What stands in front of an event's name: task, CPU, flags, time. */
import type { EventRecord } from './ringBuffer.js';
import type { Environment } from './values.js';

const Flag = { irqsOff: 1, lazy: 2, needResched: 4, hardirq: 8, softirq: 16, preemptResched: 32, nmi: 64, bhOff: 128 } as const;
const hexDigit = (value: number): string => (value === 0 ? '.' : value.toString(16));

/** Five characters as the kernel prints them; `hasLazy`: the kernel is one that has lazy preemption (6.13). */
export function flagsText(flags: number, preemptCount: number, hasLazy: boolean): string {
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const irqs = has(Flag.irqsOff) ? (has(Flag.bhOff) ? 'D' : 'd') : has(Flag.bhOff) ? 'b' : !hasLazy && has(Flag.lazy) ? 'X' : '.';
  const isLazy = hasLazy && has(Flag.lazy);
  const resched = [isLazy ? 'l' : '.', isLazy ? 'b' : 'n', isLazy ? 'L' : 'p', isLazy ? 'B' : 'N'][(has(Flag.needResched) ? 1 : 0) + (has(Flag.preemptResched) ? 2 : 0)];
  const context = has(Flag.nmi) ? (has(Flag.hardirq) ? 'Z' : 'z') : has(Flag.hardirq) ? (has(Flag.softirq) ? 'H' : 'h') : has(Flag.softirq) ? 's' : '.';
  return irqs + resched + context + hexDigit(preemptCount & 15) + hexDigit(preemptCount >> 4);
}

/** Clocks that count something else than nanoseconds. */
const counting = new Set(['counter', 'x86-tsc', 'ppc-tb', 'uptime']);
const MICROSECOND = 1000n;

export function timeText(time: bigint, clock: string): string {
  if (counting.has(clock)) return time.toString().padStart(12);
  // To the nearest microsecond, as `trace-cmd report` prints it.
  const micros = (time + MICROSECOND / 2n) / MICROSECOND;
  return `${String(micros / 1_000_000n).padStart(5)}.${String(micros % 1_000_000n).padStart(6, '0')}`;
}

export function contextText({ cpu, data, clock }: EventRecord, time: bigint, environment: Environment, hasLazy: boolean): string {
  const pid = data.u32(4) | 0;
  const task = `${environment.task(pid).padStart(16)}-${String(pid).padEnd(5)}`;
  return `${task} [${String(cpu).padStart(3, '0')}] ${flagsText(data.u8(2), data.u8(3), hasLazy)} ${timeText(time, clock)}: `;
}
