import { readFile } from 'node:fs/promises';
import { interfaceNames, isInterfaceName, type RuleInfo } from '../core/index.js';
import { readFailure } from '../io/failures.js';
import { defaultSettings, isRuleSetting, readSettings } from '../io/readSettings.js';
import { failure, type Result, success } from '../io/result.js';
import { isFields } from '../protocol/guards.js';
import type { Settings } from '../protocol/messages.js';
import type { Arguments, OptionTable } from './arguments.js';

/** Options of every command that runs the rules. */
export const ruleOptions: OptionTable = {
  interface: { value: 'NAME', help: `what the trace speaks, where it does not say: ${interfaceNames.join(', ')}` },
  rule: { value: 'ID=off|info|warning|error', help: 'another severity for a rule, or off; may be repeated' },
  config: { value: 'FILE', help: 'JSON with the editor\'s setting keys (buddyscope.rules, ...)' },
};

async function fromConfig(file: string, isRule: (id: string) => boolean): Promise<Result<Settings>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    return failure(`--config ${file}: ${error instanceof SyntaxError ? 'is not JSON; check its brackets and commas' : readFailure(error)}`);
  }
  if (!isFields(parsed)) {
    return failure(`--config ${file}: must be a JSON object with keys such as "buddyscope.rules"`);
  }
  const prefix = 'buddyscope.';
  const own: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parsed)) {
    if (key.startsWith(prefix)) own[key.slice(prefix.length)] = value;
  }
  const { settings, problems } = readSettings(own, isRule);
  return problems.length > 0 ? failure(`--config ${file}: ${problems[0]}`) : success(settings);
}

/** The settings of the command line; what is given as an option wins over the file. */
export async function settingsOf(args: Arguments, rules: readonly RuleInfo[]): Promise<Result<Settings>> {
  const known = new Set(rules.map(({ id }) => id));
  const file = args.last('config');
  const base = file === undefined ? success(defaultSettings) : await fromConfig(file, (id) => known.has(id));
  if (!base.ok) return base;
  const chosen: Record<string, Settings['rules'][string]> = { ...base.value.rules };
  for (const text of args.all('rule')) {
    const at = text.lastIndexOf('=');
    const id = at < 0 ? text : text.slice(0, at);
    const severity = text.slice(at + 1);
    if (at < 0 || !isRuleSetting(severity)) return failure(`--rule ${text}: write ID=off, ID=info, ID=warning or ID=error`);
    if (!known.has(id)) return failure(`unknown rule '${id}'; \`buddyscope rules\` lists them`);
    chosen[id] = severity;
  }
  const name = args.last('interface') ?? base.value.interface;
  if (name !== 'auto' && !isInterfaceName(name)) return failure(`unknown interface '${name}'; it is one of ${interfaceNames.join(', ')}`);
  return success({ ...base.value, rules: chosen, interface: name });
}
