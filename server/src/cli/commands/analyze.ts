import { countBySeverity, type FileAnalysis, ruleInfos } from '../../core/index.js';
import { analysisOptions } from '../../io/readSettings.js';
import { type Result, success } from '../../io/result.js';
import type { Settings } from '../../protocol/messages.js';
import { analyseFile } from '../analyseFile.js';
import { analysisFormats, analysisWriter } from '../analysisWriters.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { type ExitStatus, fail, type Host } from '../host.js';
import { ruleOptions, settingsOf } from '../ruleOptions.js';

interface Choice {
  readonly format: (typeof analysisFormats)[number];
  readonly failOn: 'error' | 'warning' | 'never';
  readonly maxFindings: number;
  readonly fold: boolean;
  readonly settings: Settings;
}

async function choose(args: Arguments): Promise<Result<Choice>> {
  const format = args.oneOf('format', analysisFormats);
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

function statusOf({ findings }: FileAnalysis, failOn: Choice['failOn']): 0 | 1 {
  const { error, warning } = countBySeverity(findings);
  switch (failOn) {
    case 'never': return 0;
    case 'error': return error > 0 ? 1 : 0;
    case 'warning': return error + warning > 0 ? 1 : 0;
  }
}

async function run(args: Arguments, host: Host): Promise<ExitStatus> {
  if (args.files.length === 0) return fail(host, 'no FILE given; give the path of a trace, or - for standard input');
  const choice = await choose(args);
  if (!choice.ok) return fail(host, choice.reason);
  const { format, failOn, fold, settings } = choice.value;
  const writer = analysisWriter(format, host.out, choice.value);
  const failures: string[] = [];
  let status: 0 | 1 = 0;
  for (const file of args.files) {
    const analysis = await analyseFile(host, file, { options: { ...analysisOptions(settings), fold } });
    if (!analysis.ok) {
      fail(host, analysis.reason);
      failures.push(analysis.reason);
      continue;
    }
    if (analysis.value === undefined) continue;
    await writer.file(file, analysis.value);
    if (analysis.value.damage !== undefined) {
      fail(host, analysis.value.damage);
      failures.push(analysis.value.damage);
    }
    if (status === 0) status = statusOf(analysis.value, failOn);
  }
  await writer.end(failures);
  return failures.length > 0 ? 2 : status;
}

export const analyze: Command = {
  name: 'analyze',
  operands: 'FILE...',
  summary: 'what is wrong in a trace, each finding at its line',
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
