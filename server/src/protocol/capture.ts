/** The script that records a machine: what can be chosen, and the script of a choice. */

/** client -> server, request without parameters: what the form shows. */
export const captureFormMethod = 'buddyscope/captureForm';
export interface CaptureGroup {
  readonly name: string;
  readonly gives: string;
  readonly cost: string;
  /** Recorded where nothing is chosen. */
  readonly usual: boolean;
}
export interface CaptureForm {
  readonly groups: readonly CaptureGroup[];
  readonly interfaces: readonly string[];
  /** What counts where nothing is chosen; the most that can be. */
  readonly interface: string;
  readonly seconds: number;
  readonly mostSeconds: number;
  /** Megabytes. */
  readonly size: number;
  readonly mostSize: number;
}

/** client -> server, request: the script. An error's message says which choice cannot be, and why. */
export const captureScriptMethod = 'buddyscope/captureScript';
export interface CaptureScriptParams {
  readonly interface: string;
  /** Groups and `system:event`, separated by commas. */
  readonly events: string;
  readonly seconds: number;
  readonly size: number;
  /** Empty: any. */
  readonly kernel: string;
}
export interface CaptureScriptResult {
  readonly script: string;
  /** What was chosen and is left out, and why. */
  readonly notes: readonly string[];
}
