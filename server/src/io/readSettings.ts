import { type AnalysisOptions, type Finding, interfaceNames, isInterfaceName, readEventTable, type RuleSetting } from '../core/index.js';
import { isFields } from '../protocol/guards.js';
import type { Settings } from '../protocol/messages.js';

export const defaultSettings: Settings = { rules: {}, interface: 'auto', showInformation: false, events: {}, followFiles: true };

export const isRuleSetting = (value: unknown): value is RuleSetting =>
  value === 'off' || value === 'info' || value === 'warning' || value === 'error';

export interface ReadSettings {
  readonly settings: Settings;
  /** What was ignored and why, a line each. */
  readonly problems: readonly string[];
}

/** The object under `buddyscope`, from an editor or a file: nothing of its shape is taken for granted. */
export function readSettings(raw: unknown, isRule: (id: string) => boolean): ReadSettings {
  const problems: string[] = [];
  if (raw === undefined || raw === null) return { settings: defaultSettings, problems };
  if (!isFields(raw)) return { settings: defaultSettings, problems: ['buddyscope: must be an object of settings'] };
  const rules: Record<string, RuleSetting> = {};
  const given = raw['rules'];
  if (isFields(given)) {
    for (const [id, value] of Object.entries(given)) {
      if (!isRule(id)) problems.push(`buddyscope.rules: unknown rule '${id}'; \`buddyscope rules\` lists them`);
      else if (!isRuleSetting(value)) problems.push(`buddyscope.rules: '${id}' must be off, info, warning or error`);
      else rules[id] = value;
    }
  } else if (given !== undefined && given !== null) {
    problems.push('buddyscope.rules: must be an object of rule ids and severities');
  }
  const name = raw['interface'] ?? 'auto';
  const known = typeof name === 'string' && (name === 'auto' || isInterfaceName(name)) ? name : undefined;
  if (known === undefined) problems.push(`buddyscope.interface: must be auto or one of ${interfaceNames.join(', ')}`);
  const show = raw['showInformation'] ?? false;
  if (typeof show !== 'boolean') problems.push('buddyscope.showInformation: must be true or false');
  const follow = raw['followFiles'] ?? true;
  if (typeof follow !== 'boolean') problems.push('buddyscope.followFiles: must be true or false');
  const events = readEvents(raw['events'], problems);
  return { settings: { rules, interface: known ?? 'auto', showInformation: show === true, events, followFiles: follow !== false }, problems };
}

/** Entries that cannot be used are left out. */
function readEvents(given: unknown, problems: string[]): Settings['events'] {
  if (given === undefined || given === null) return {};
  if (!isFields(given)) {
    problems.push('buddyscope.events: must be an object of event names and what they stand for');
    return {};
  }
  const table: Record<string, string> = {};
  for (const [name, text] of Object.entries(given)) {
    if (typeof text === 'string') table[name] = text;
    else problems.push(`buddyscope.events: '${name}' must be text such as "get_unreported_page pfn=p order=o zone=z"`);
  }
  const read = readEventTable(table);
  for (const problem of read.problems) problems.push(`buddyscope.events: ${problem}`);
  return Object.fromEntries(read.events.map(({ name }) => [name, table[name]]));
}

/** Other settings change which findings are shown, and not how the trace is read. */
export const isReadAlike = (one: Settings, other: Settings): boolean =>
  one.interface === other.interface && JSON.stringify(one.events) === JSON.stringify(other.events);

export const analysisOptions = (settings: Settings): AnalysisOptions => ({
  rules: settings.rules,
  events: readEventTable(settings.events).events,
  ...(isInterfaceName(settings.interface) ? { interface: settings.interface } : {}),
});

/** A list of information would bury the rest; it is shown where it was asked for. */
export const isListed = (finding: Finding, { rules, showInformation }: Settings): boolean =>
  finding.severity !== 'info' || showInformation || rules[finding.rule] === 'info';
