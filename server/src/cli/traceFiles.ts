import { plural } from '../core/index.js';
import { failure, type Result, success } from '../io/result.js';
import { traceEndings, tracesIn } from '../io/traceFolder.js';
import type { Host } from './host.js';

/** The FILEs of a command, and in the place of each folder the traces in it. */
export async function traceFiles(host: Host, operands: readonly string[]): Promise<Result<readonly string[]>> {
  if (operands.length === 0) return failure('no FILE given; give the path of a trace or of a folder of traces, or - for standard input');
  const files: string[] = [];
  for (const operand of operands) {
    const folder = await tracesIn(operand);
    if (!folder.ok) return failure(`${operand}: ${folder.reason}`);
    if (folder.value === undefined) {
      files.push(operand);
      continue;
    }
    const { files: found, others } = folder.value;
    if (found.length === 0) return failure(`${operand}: no trace in this folder: names ending in ${traceEndings} are looked for; give others by their names`);
    if (others > 0) host.note(`buddyscope: ${operand}: ${plural(others, 'other file')} not read: names ending in ${traceEndings} are`);
    files.push(...found);
  }
  return success(files);
}
