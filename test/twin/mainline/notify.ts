/** page_reporting_notify_free(), __page_reporting_notify() and __page_reporting_request() of mm/page_reporting.c. */
import type { Actor, Steps } from '../actor.js';
import type { Kernel, ReportingDevice } from '../kernel.js';
import type { TwinZone } from '../zone.js';

/** PAGE_REPORTING_DELAY: two seconds, here in jiffies of hz=1000 and in nanoseconds. */
const DELAY = 2_000;
const DELAY_NS = 2_000_000_000;

const numbers = { IDLE: 0, REQUESTED: 1, ACTIVE: 2 } as const;

export function* setState(k: Kernel, by: Actor, device: ReportingDevice, state: ReportingDevice['state'], cause: string): Steps {
  const old = device.state;
  device.state = state;
  if (!k.shape.extras) return;
  const named = k.shape.nanoseconds;
  yield* k.print(by, 'page_reporting_state', { old: named ? old : numbers[old], new: named ? state : numbers[state], by: cause });
}

export function* schedule(k: Kernel, by: Actor, device: ReportingDevice): Steps {
  const delay = k.fault('no-delay', by, k.zones[0]) ? 10 : DELAY;
  device.workDue = k.printer.now + delay * (DELAY_NS / DELAY);
  yield* k.print(by, 'schedule_delayed_work', { delay: DELAY });
}

/** Only what was IDLE queues the work: the worker looks at the state when it ends. */
export function* request(k: Kernel, by: Actor, device: ReportingDevice): Steps {
  yield* k.print(by, '__page_reporting_request');
  if (device.state === 'REQUESTED') return;
  const old = device.state;
  yield* setState(k, by, device, 'REQUESTED', 'request');
  if (old === 'IDLE') yield* schedule(k, by, device);
}

/** At the end of a free, under the zone's lock. */
export function* notify(k: Kernel, by: Actor, zone: TwinZone, order: number): Steps {
  if (!k.keyOn || order < k.shape.reportingOrder) return;
  k.requesting++;
  yield* k.print(by, '__page_reporting_notify');
  // Where a run is requested already, nothing is done that needs the reader; while the worker runs, its state only.
  const needed = k.reporting?.published === true && (k.reporting.state === 'IDLE' || (k.reporting.state === 'ACTIVE' && k.shape.extras));
  const reader = !(needed && k.fault('rcu-left-out', by, zone));
  if (reader) yield* k.print(by, 'rcu_read_lock');
  yield* k.place('reader', { by, zone });
  const device = k.reporting;
  if (device?.published === true) yield* request(k, by, device);
  if (reader) yield* k.print(by, 'rcu_read_unlock');
  k.requesting--;
}
