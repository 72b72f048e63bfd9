/** The machine by itself: stepped by lines that somebody makes up, its state a value that is copied, put back, compared and hashed. */
import type { AnalysisOptions, Finding, MachineState, StateMachine, StateView } from '../api.js';
import { interfaceOf } from '../engine/config.js';
import { YES, g } from '../engine/layout.js';
import { hashSnapshot, restoreSnapshot, sameSnapshot, takeSnapshot, type Snapshot } from '../engine/snapshot.js';
import type { ParseState } from '../parse/parseState.js';
import type { Block } from './block.js';
import { Blocks } from './blocks.js';
import { encodeUtf8, normalise } from './chunkText.js';
import { noFacts } from './facts.js';
import { checkInput } from './inputChecks.js';
import { placeOn, publish } from './publish.js';
import { collect, type RawFinding } from './rawFinding.js';
import { Session } from './session.js';
import { stateView } from './views.js';

class State implements MachineState {
  readonly hash: number;

  /** `parse`: what settings have said of the lines that follow; it is the parser's and not in the words. */
  constructor(readonly machine: SteppedMachine, readonly words: Snapshot, readonly lines: number, readonly parse: ParseState) {
    this.hash = hashSnapshot(words);
  }

  equals(other: MachineState): boolean {
    return other instanceof State && other.machine === this.machine && this.lines === other.lines && this.parse.key === other.parse.key
      && sameSnapshot(this.words, other.words);
  }
}

export class SteppedMachine implements StateMachine {
  private readonly session: Session;
  /** Lines that have been stepped on the way to the present state. */
  private lines = 0;
  private raws: RawFinding[] = [];
  private textOf: (i: number) => string = () => '';

  constructor(private readonly options: AnalysisOptions) {
    this.session = new Session(options);
    collect(this.session.machine, (rule, observation) => {
      const i = observation.line - 1 - this.lines;
      this.raws.push({ rule, observation, columns: placeOn(i >= 0 ? this.textOf(i) : '', rule.at(observation)) });
    }, () => undefined);
  }

  step(text: string): readonly Finding[] {
    this.raws = [];
    const bytes = new Uint8Array(3 * text.length + 8);
    const length = encodeUtf8(normalise(text), bytes);
    const blocks = new Blocks(this.session.parser, block => { this.stepBlock(block); });
    blocks.push(bytes.subarray(0, length));
    blocks.end();
    const { machine } = this.session;
    return publish(this.raws, {
      options: { ...this.options, fold: false }, preemptRt: machine.global(g.rtSeen) === YES, interface: interfaceOf(machine),
      lineOf: id => id - 1, textOf: () => '', disabledAt: () => [], text: this.session.ruleText({ ...noFacts(), migrateTypes: this.migrateTypes }),
    });
  }

  private stepBlock(block: Block): void {
    const { columns } = block;
    const { machine } = this.session;
    this.textOf = i => block.textOf(i) ?? '';
    for (let i = 0; i < columns.length; i++) {
      machine.step(columns, i, this.lines + i + 1);
      checkInput(machine, columns, i, this.textOf);
    }
    this.lines += columns.length;
  }

  private get migrateTypes(): readonly string[] | undefined {
    const { types, typesGiven } = this.session.parser.state;
    return typesGiven ? types : undefined;
  }

  save(): MachineState {
    return new State(this, takeSnapshot(this.session.machine), this.lines, this.session.parser.state);
  }

  restore(state: MachineState): boolean {
    if (!(state instanceof State) || state.machine !== this) return false;
    restoreSnapshot(this.session.machine, state.words);
    this.lines = state.lines;
    this.session.parser.resume(state.parse);
    return true;
  }

  view(): StateView {
    const types = this.session.typeNames({ ...noFacts(), migrateTypes: this.migrateTypes });
    return stateView(this.session.machine, Math.max(0, this.lines - 1), null, types, id => id - 1);
  }
}
