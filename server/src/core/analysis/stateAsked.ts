/** The state after a line of a trace that is read once. It is told when every CPU has shown a later line, and so has not lost events before. */
import type { StateView } from '../api.js';
import { soonestLoss } from '../engine/lost.js';
import type { Machine } from '../engine/machine.js';
import { Recorder, applyDelta } from '../engine/recorder.js';
import { beginOf, type Passage } from './missing.js';
import { stateView, unsureView, withMissing } from './views.js';

/** Further lines are not waited for: a CPU may have nothing to say for the rest of the trace. A second's work. */
const MOST_LINES = 2_000_000;

interface Reached { readonly sure: StateView; readonly unsure: StateView }

export class StateAsked {
  private reached: Reached | undefined;
  private told = false;
  private readonly passages: Passage[] = [];

  /** `line`: 0-based. */
  constructor(readonly line: number, private readonly machine: Machine, private readonly typeNames: () => readonly string[], private readonly tell: (view: StateView) => void) {}

  /** The machine stands behind the line, or behind the last one if the trace is shorter. */
  reach(line: number, time: string | null): void {
    if (this.reached !== undefined) return;
    const { machine } = this;
    const view = (of: typeof stateView): StateView => of(machine, line, time, this.typeNames(), id => id - 1);
    const sure = view(stateView);
    const recorder = new Recorder(machine.store);
    recorder.begin();
    this.reached = { sure, unsure: view(unsureView) };
    applyDelta(machine.store, recorder.end());
  }

  lose(passage: Passage): void {
    if (this.reached !== undefined && beginOf(passage) <= this.reached.sure.line) this.passages.push(passage);
  }

  /** `lines` have been stepped. */
  settle(lines: number, ended: boolean): void {
    const { machine, reached, passages } = this;
    if (reached === undefined || this.told) return;
    if (!ended && soonestLoss(machine) <= reached.sure.line && lines - reached.sure.line < MOST_LINES) return;
    this.told = true;
    this.tell(passages.length === 0 ? reached.sure : withMissing(reached.unsure, passages));
  }
}
