/** Suspend and resume: what is freezable stands still in between. */
import type { Actor, Steps } from '../actor.js';
import { wait } from '../device.js';
import type { Kernel } from '../kernel.js';

function* step(k: Kernel, by: Actor, text: string): Steps {
  yield* k.print(by, 'suspend_resume', { text });
}

function* thaw(k: Kernel, by: Actor): Steps {
  k.frozen = false;
  yield* step(k, by, 'thaw_processes[0] begin');
  yield* step(k, by, 'thaw_processes[0] end');
}

export function* sleeper(k: Kernel, by: Actor): Steps {
  for (;;) {
    yield* wait(k, k.random.below(30_000));
    yield* step(k, by, 'freeze_processes[0] begin');
    while (k.workerBusy) yield;
    if (k.chance(4)) { // somebody does not stand still: all is thawed before the step ends
      yield* thaw(k, by);
      yield* step(k, by, 'freeze_processes[0] end');
      continue;
    }
    k.frozen = true;
    yield* step(k, by, 'freeze_processes[0] end');
    yield* wait(k, k.random.below(10_000));
    yield* thaw(k, by);
  }
}
