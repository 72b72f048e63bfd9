import { analysisJson, analysisSchema, analysisText, countBySeverity, type FileAnalysis, ruleInfos } from '../../core/index.js';
import { analysisOptions, isListed } from '../../io/readSettings.js';
import { failure, type Result, success } from '../../io/result.js';
import type { Settings } from '../../protocol/messages.js';
import { analyseFile } from '../analyseFile.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { type ExitStatus, fail, type Host } from '../host.js';
import { ruleOptions, settingsOf } from '../ruleOptions.js';

interface Choice {
  readonly format: 'text' | 'json';
  readonly failOn: 'error' | 'warning' | 'never';
  readonly maxFindings: number;
  readonly fold: boolean;
  readonly settings: Settings;
}

async function choose(args: Arguments): Promise<Result<Choice>> {
  const format = args.oneOf('format', ['text', 'json', 'sarif']);
  if (!format.ok) return format;
  if (format.value === 'sarif') return failure('--format sarif is not built yet in this version; use --format json');
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

function statusOf({ findings }: FileAnalysis, failOn: Choice['failOn']): ExitStatus {
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
  const { format, failOn, maxFindings, fold, settings } = choice.value;
  let status: ExitStatus = 0;
  let written = 0;
  for (const file of args.files) {
    const analysis = await analyseFile(host, file, { options: { ...analysisOptions(settings), fold } });
    if (!analysis.ok) {
      status = fail(host, analysis.reason);
      continue;
    }
    if (analysis.value === undefined) continue;
    if (analysis.value.summary.events === 0) host.note(`buddyscope: ${file}: no event recognised; is this the text of an ftrace buffer?`);
    if (format === 'json') {
      host.out.add(written === 0 ? `{"schema":"${analysisSchema}","files":[\n` : ',\n');
      await host.out.write(analysisJson(file, analysis.value, maxFindings));
    } else {
      if (written > 0) host.out.add('\n');
      await host.out.write(analysisText(file, analysis.value, { maxFindings, listed: (finding) => isListed(finding, settings) }));
    }
    written++;
    if (status === 0) status = statusOf(analysis.value, failOn);
  }
  if (format === 'json' && written > 0) await host.out.write(['\n]}\n']);
  return status;
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
