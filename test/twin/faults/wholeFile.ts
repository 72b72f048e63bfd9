/** What holds for a recording as a whole: its header, its columns, its kernel. */
import type { Fault, Kernel, Recording, Verdict } from '../kernel.js';
import type { Arguments } from '../printer.js';
import type { Interface } from '../shape.js';
import { cycles, everywhere, main, walks, type FaultCase } from './case.js';

/** A recording of this kind; the first event that `shows` it is the line. */
const recorded = (recording: Recording, shows: (name: string, args: Arguments, k: Kernel) => boolean): Fault =>
  ({ site: 'recording', recording, everyone: true, judge: (name, args, k): Verdict => (shows(name, args, k) ? 'wrong' : 'not yet') });

/** A line in front of the first event says it. */
const stated = (at: number, head: (lines: readonly string[]) => string[]): Fault => ({ site: 'recording', recording: { head }, headLine: at });

/** Events on a list, which the trace has not said the content of. */
const onList = ['get_unreported_page', 'put_reported_page', 'walk_free_page_list', 'page_reporting_cycle'];

/** An event that only another patch has. */
const strange = (name: Interface): string => (name === 'mainline' ? 'page_reporting_startup' : 'page_reporting_register');
/** The call that registers the device has shown whose names the trace uses. */
const hasNames = (k: Kernel): boolean => k.device !== null || k.reporting !== null;

export const wholeFile: readonly FaultCase[] = [
  { rule: 'overwritten-start', interfaces: everywhere, fault: stated(1, lines => lines.toSpliced(1, 0, '# entries-in-buffer/entries-written: 30/50   #P:2')) },
  { rule: 'preempt-rt', interfaces: everywhere, fault: stated(1, lines => lines.with(1, `${lines[1]} preempt_rt=1`)) },
  { rule: 'preempt-rt', interfaces: everywhere, fault: recorded({ rt: true }, name => name === 'rt_spin_lock') },
  { rule: 'no-irq-info', interfaces: everywhere, fault: recorded({ noFlags: true }, () => true) },
  {
    rule: 'no-initial-state', interfaces: [...cycles, ...walks, ...main],
    fault: recorded({ unknownStart: true }, (name, args) => onList.includes(name) && args['migratetype'] !== undefined),
  },
  {
    rule: 'mixed-interfaces', interfaces: [...cycles, ...main],
    fault: {
      site: 'idle', when: k => hasNames(k),
      *act(k, { by }) {
        // Not in the dialect of the trace.
        k.wrongLine = k.printer.next;
        k.printer.raw(by, `${strange(k.shape.interface)}:`);
        yield;
      },
    },
  },
];
