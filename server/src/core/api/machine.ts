/** The executable model of each interface by itself. */
import type { Finding } from './findings.js';
import type { StateView } from './state.js';

/** A state of a machine: everything that can make a later line be judged in another way, and nothing else. Does not change. */
export interface MachineState {
  /** 32 bits; equal states have equal hashes. */
  readonly hash: number;
  /** Also the lines that a later finding would name are the same. States of different machines are not equal. */
  equals(other: MachineState): boolean;
}

/** The executable model of each interface by itself, with no input but the lines that it is given. */
export interface StateMachine {
  /**
   * Steps the lines in order. Their findings one by one; lines count from the machine's first. A finding about a line of an earlier
   * call has no columns, and nothing is said that takes a whole trace, such as what is still held at its end. Where a
   * line says that events were lost, an analysis takes back what other CPUs' lines seemed to show meanwhile; what was given here stays given.
   */
  step(text: string): readonly Finding[];
  /** The present state, copied. */
  save(): MachineState;
  /** Goes to a state that this machine was in; false for one of another machine. */
  restore(state: MachineState): boolean;
  /** The present state in words and numbers. */
  view(): StateView;
}
