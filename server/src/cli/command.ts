import { failure, type Result, success } from '../io/result.js';
import type { Arguments, OptionTable } from './arguments.js';
import type { ExitStatus, Host } from './host.js';

export interface Command {
  readonly name: string;
  /** What follows the name in the help, e.g. `FILE...`. */
  readonly operands: string;
  readonly summary: string;
  readonly options: OptionTable;
  /** Lines behind the options in the help. */
  readonly more?: readonly string[];
  run(args: Arguments, host: Host): Promise<ExitStatus>;
}

export function oneFile(args: Arguments): Result<string> {
  if (args.files.length === 1) return success(args.files[0]);
  return failure(args.files.length === 0
    ? 'no FILE given; give the path of a trace, or - for standard input'
    : `one FILE expected, ${args.files.length} given`);
}
