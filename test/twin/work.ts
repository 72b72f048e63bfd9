/** A work item of a kworker, as the workqueue tracepoints show it. */
import type { Actor, Steps } from './actor.js';
import type { Kernel } from './kernel.js';

const item = (k: Kernel): string => `work struct 00000000f9c2c1e4: function page_${k.shape.interface === 'hinting-v2' ? 'hinting' : 'reporting'}_process`;

export function* workBegins(k: Kernel, by: Actor): Steps {
  if (k.shape.switches) yield* k.print(by, 'workqueue_execute_start', { text: item(k) });
}

export function* workEnds(k: Kernel, by: Actor): Steps {
  if (!k.shape.switches) return;
  if (k.fault('depth-kept', by)) by.depth++;
  yield* k.print(by, 'workqueue_execute_end', { text: item(k) });
}
