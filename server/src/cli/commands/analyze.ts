import { type FileTotals, ruleInfos, totalsOf } from '../../core/index.js';
import { fileReport, type ReportChoice, reportFormats, reportNotes } from '../../io/fileReport.js';
import { analysisOptions } from '../../io/readSettings.js';
import { type Result, success } from '../../io/result.js';
import { analyseFile } from '../analyseFile.js';
import { analyseFiles } from '../analyseFiles.js';
import { AnalysisOutput } from '../analysisOutput.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { type ExitStatus, fail, type Host } from '../host.js';
import { ruleOptions, settingsOf } from '../ruleOptions.js';
import { traceFiles } from '../traceFiles.js';

interface Choice extends ReportChoice {
  readonly failOn: 'error' | 'warning' | 'never';
  readonly fold: boolean;
}

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

function statusOf({ bySeverity: { error, warning } }: FileTotals, failOn: Choice['failOn']): 0 | 1 {
  switch (failOn) {
    case 'never': return 0;
    case 'error': return error > 0 ? 1 : 0;
    case 'warning': return error + warning > 0 ? 1 : 0;
  }
}

async function run(args: Arguments, host: Host): Promise<ExitStatus> {
  const choice = await choose(args);
  if (!choice.ok) return fail(host, choice.reason);
  const found = await traceFiles(host, args.files);
  if (!found.ok) return fail(host, found.reason);
  const { format, failOn, fold, settings } = choice.value;
  const output = new AnalysisOutput(format, host.out);
  let status: 0 | 1 = 0;
  const written = async (file: string, report: Iterable<string | Uint8Array>, totals: FileTotals, notes: readonly string[], damage: string | null): Promise<void> => {
    await output.file(report, totals, notes);
    if (damage !== null) failed(file, damage);
    if (status === 0) status = statusOf(totals, failOn);
  };
  const failed = (file: string, reason: string): void => {
    fail(host, `${file}: ${reason}`);
    output.fail(file, reason);
  };
  const [first] = found.value;
  if (found.value.length === 1) {
    const read = await analyseFile(host, first, { options: { ...analysisOptions(settings), fold } });
    if (!read.ok) failed(first, read.reason);
    else if (read.value !== undefined) {
      const analysis = read.value;
      await written(first, fileReport(first, analysis, choice.value), totalsOf(analysis), reportNotes(first, analysis, choice.value), analysis.damage ?? null);
    }
  } else {
    for await (const [file, result] of analyseFiles(host, found.value, { choice: choice.value, fold })) {
      if (!result.ok) failed(file, result.reason);
      else await written(file, result.value.text, result.value.totals, result.value.notes, result.value.damage);
    }
  }
  await output.end();
  return output.anyFailed ? 2 : status;
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
    merge: { help: 'the files are per-CPU parts of one trace', notBuilt: true },
    baseline: { value: 'SARIF', help: 'only what is not in this earlier result', notBuilt: true },
    verify: { help: 'run the model\'s own checks after every event', notBuilt: true },
  },
  run,
};
