import { plural, ruleInfos, stateJson, stateText, type StateView } from '../../core/index.js';
import { analysisOptions } from '../../io/readSettings.js';
import { analyseFile, remarkOnEvents } from '../analyseFile.js';
import type { Arguments } from '../arguments.js';
import { type Command, oneFile } from '../command.js';
import { type ExitStatus, fail, type Host } from '../host.js';
import { ruleOptions, settingsOf } from '../ruleOptions.js';

async function run(args: Arguments, host: Host): Promise<ExitStatus> {
  const file = oneFile(args);
  if (!file.ok) return fail(host, file.reason);
  const format = args.oneOf('format', ['text', 'json']);
  if (!format.ok) return fail(host, format.reason);
  const line = args.whole('line', 1);
  if (!line.ok) return fail(host, line.reason);
  if (line.value === undefined) return fail(host, '--line N is needed: the line after which the state is shown');
  const settings = await settingsOf(args, ruleInfos);
  if (!settings.ok) return fail(host, settings.reason);
  let state: StateView | undefined;
  const read = await analyseFile(host, file.value, {
    options: analysisOptions(settings.value),
    stateAfterLine: line.value - 1,
    onState: (view) => { state = view; },
    // The rest of the file cannot change the answer.
    afterPiece: () => (state === undefined ? 'more' : 'stop'),
  });
  if (!read.ok) return fail(host, `${file.value}: ${read.reason}`);
  if (state === undefined || (read.value !== undefined && read.value.summary.lines < line.value)) {
    return fail(host, `${file.value}: has ${plural(read.value?.summary.lines ?? 0, 'line')}; give a --line of at most that`);
  }
  await host.out.write(format.value === 'json' ? [stateJson(state)] : stateText(file.value, state));
  if (read.value?.damage !== undefined) return fail(host, `${file.value}: ${read.value.damage}`);
  if (read.value !== undefined) remarkOnEvents(host, file.value, read.value.summary.events);
  return 0;
}

export const state: Command = {
  name: 'state',
  operands: 'FILE --line N',
  summary: 'zones, free lists, locks and CPUs after a line',
  options: {
    line: { value: 'N', help: 'the line, counted from 1' },
    format: { value: 'text|json', help: 'text is the default' },
    interface: ruleOptions['interface'],
    config: ruleOptions['config'],
  },
  run,
};
