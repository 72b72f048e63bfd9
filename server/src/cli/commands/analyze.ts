import { availableParallelism } from 'node:os';
import { ruleInfos } from '../../core/index.js';
import { reportFormats } from '../../io/fileReport.js';
import { analysisOptions } from '../../io/readSettings.js';
import { type Result, success } from '../../io/result.js';
import { reportFile } from '../../worker/halves/reportFile.js';
import { analyseFiles } from '../analyseFiles.js';
import { analyseMerged } from '../analyseMerged.js';
import { AnalysisOutput, type OutputChoice } from '../analysisOutput.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { type ExitStatus, fail, type Host } from '../host.js';
import { progressLine } from '../progress.js';
import { ruleOptions, settingsOf } from '../ruleOptions.js';
import { traceFiles } from '../traceFiles.js';

interface Choice extends OutputChoice { readonly fold: boolean }

async function choose(args: Arguments): Promise<Result<Choice>> {
  const format = args.oneOf('format', reportFormats);
  if (!format.ok) return format;
  const failOn = args.oneOf('fail-on', ['error', 'warning', 'never']);
  if (!failOn.ok) return failOn;
  const max = args.whole('max-findings', 0);
  if (!max.ok) return max;
  const settings = await settingsOf(args, ruleInfos);
  if (!settings.ok) return settings;
  return success({
    format: format.value,
    failOn: failOn.value,
    maxFindings: max.value ?? 10_000,
    fold: !args.has('no-fold'),
    settings: settings.value,
  });
}

async function run(args: Arguments, host: Host): Promise<ExitStatus> {
  const choice = await choose(args);
  if (!choice.ok) return fail(host, choice.reason);
  const found = await traceFiles(host, args.files);
  if (!found.ok) return fail(host, found.reason);
  const files = found.value;
  const { fold, settings } = choice.value;
  const options = { ...analysisOptions(settings), fold };
  const output = new AnalysisOutput(host, choice.value);
  if (args.has('merge')) {
    const merged = await analyseMerged(host, files, options);
    if (!merged.ok) return fail(host, merged.reason);
    await output.analysed(merged.value.name, merged.value.analysis);
  } else if (files.length === 1) {
    const [file] = files;
    const report = await reportFile({ kind: 'report', file, choice: choice.value, fold }, {
      threads: availableParallelism() > 1 ? 2 : 1, workers: host.workers, stdin: host.stdin, progress: progressLine(host, file),
    });
    host.progress?.('');
    if (report.ok) await output.reported(file, report.value);
    else output.fail(file, report.reason);
  } else {
    for await (const [file, result] of analyseFiles(host, files, { choice: choice.value, fold })) {
      if (result.ok) await output.reported(file, result.value);
      else output.fail(file, result.reason);
    }
  }
  return output.end();
}

export const analyze: Command = {
  name: 'analyze',
  operands: 'FILE...',
  summary: 'what is wrong in a trace, each finding at its line; of a folder, in all traces in it',
  options: {
    format: { value: 'text|json|sarif', help: 'text is the default' },
    ...ruleOptions,
    'fail-on': { value: 'error|warning|never', help: 'the severity that makes the exit status 1; default error' },
    'max-findings': { value: 'N', help: 'list at most N findings a file; default 10000' },
    'no-fold': { help: 'a finding for every event, without folding repeats and consequences' },
    merge: { help: 'the files are per-CPU parts of one trace: merge them by time' },
    baseline: { value: 'SARIF', help: 'only what is not in this earlier result', notBuilt: true },
    verify: { help: 'run the model\'s own checks after every event', notBuilt: true },
  },
  run,
};
