import { openRedactor, ruleInfos } from '../../core/index.js';
import { analysisOptions } from '../../io/readSettings.js';
import { readTrace } from '../../io/readTrace.js';
import { createTextFile, type TextFile } from '../../io/textFile.js';
import type { Arguments } from '../arguments.js';
import { type Command, oneFile } from '../command.js';
import { type ExitStatus, fail, type Host } from '../host.js';
import { progressLine } from '../progress.js';
import { settingsOf } from '../ruleOptions.js';

async function run(args: Arguments, host: Host): Promise<ExitStatus> {
  const file = oneFile(args);
  if (!file.ok) return fail(host, file.reason);
  const settings = await settingsOf(args, ruleInfos);
  if (!settings.ok) return fail(host, settings.reason);
  const path = args.last('output');
  let out: TextFile | undefined;
  if (path !== undefined) {
    const created = await createTextFile(path, file.value);
    if (!created.ok) return fail(host, created.reason);
    out = created.value;
  }
  const write = (text: string): Promise<void> => out?.write(text) ?? host.out.write([text]);
  const redactor = openRedactor(analysisOptions(settings.value).events);
  const progress = progressLine(host, file.value);
  const read = await readTrace(file.value, host.stdin, async (bytes, at) => {
    await write(redactor.push(bytes));
    progress(at);
    return 'more';
  });
  host.progress?.('');
  if (read.ok) await write(redactor.end());
  const closed = await out?.close(read.ok);
  if (!read.ok) return fail(host, `${file.value}: ${read.reason}`);
  if (closed?.ok === false) return fail(host, closed.reason);
  return typeof read.value === 'string' ? 0 : fail(host, `${file.value}: ${read.value.damage}`);
}

export const redact: Command = {
  name: 'redact',
  operands: 'FILE',
  summary: 'task names, raw pointers and free text replaced; the analysis of the result is the same',
  options: {
    output: { value: 'OUT', help: 'write to OUT, not to standard output; also -o OUT' },
    config: { value: 'FILE', help: 'JSON with the editor\'s setting keys; buddyscope.events says what own events mean' },
  },
  run,
};
