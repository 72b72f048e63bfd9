/** `my_probe as get_unreported_page pfn=p order=o`: a private event with the meaning of a known one, in a trace or in the settings. */
import { eventDefinitions, eventNames, type EventName } from '../../trace/events.js';
import type { EventAlias, Setting } from '../../trace/settings.js';
import { shapeNames } from '../vocabulary.js';
import { Fields, withProblems } from './fields.js';

/** An own name must be free: these are parts of the format. */
const formatNames: readonly string[] = shapeNames;

/** Reads text.slice(from). `declared`: what the name has been declared as by a line before. */
export function readEventLine(text: string, from: number, declared: (name: string) => EventAlias | undefined): Setting {
  const head = /(\s+)([A-Za-z_]\w{0,255})\s+as\s+(\S+)/y;
  head.lastIndex = from;
  const match = head.exec(text);
  const invalid = (start: number, end: number, message: string): Setting => ({ type: 'invalid', problems: [{ start, end, message }] });
  if (match === null) return invalid(from, text.length, 'Expected: event NAME as KNOWN_EVENT key=own_key ...');
  const [, blanks, name, as] = match;
  const start = from + blanks.length;
  const end = head.lastIndex;
  if (formatNames.includes(name)) return invalid(start, start + name.length, `${name} is a part of the trace's format and cannot be declared`);
  const target = eventNames.get(as);
  if (target === undefined) return invalid(end - as.length, end, `Unknown event ${as}`);
  const fields = new Fields(text, end);
  const alias: EventAlias = { name, as, keys: readKeys(fields, target) };
  const missing = target.isReturn ? [] : eventDefinitions[target.event].keys.filter(({ key, required }) => required && !fields.list.some(field => field.key === key)).map(({ key }) => key);
  if (missing.length > 0) {
    fields.problem(end - as.length, end, `${as} needs ${missing.map(key => `${key}=`).join(', ')}: write ${missing[0]}=KEY with the name that ${name} prints it under`);
  }
  const before = declared(name);
  if (before !== undefined && !isSame(before, alias)) fields.problem(start, start + name.length, `${name} has been declared as ${before.as} before; from this line on it is ${as}`);
  return { type: 'event-alias', ...alias, ...withProblems(fields) };
}

const isSame = (one: EventAlias, other: EventAlias): boolean =>
  one.as === other.as && one.keys.size === other.keys.size && [...one.keys].every(([key, own]) => other.keys.get(key) === own);

/** Canonical key -> own key, of those that can be used. */
function readKeys(fields: Fields, target: EventName): ReadonlyMap<string, string> {
  const known = eventDefinitions[target.event].keys.map(({ key }) => key);
  const keys = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const field of [...fields.list]) {
    const { key, value, start, valueStart, end } = field;
    const owner = owners.get(value);
    if (!known.includes(key)) fields.unknown(field, known);
    else if (!/^[A-Za-z_]\w*$/.test(value)) fields.problem(valueStart, Math.max(end, valueStart + 1), 'Expected the name of a key');
    else if (keys.has(key)) fields.problem(start, end, `${key}= is there already`);
    else if (owner !== undefined) fields.problem(valueStart, end, `${value} stands for ${owner} already`);
    else {
      keys.set(key, value);
      owners.set(value, key);
    }
  }
  return keys;
}

export interface EventTable {
  readonly events: readonly EventAlias[];
  /** What cannot be used and why, a line each; such an entry is left out as a whole. */
  readonly problems: readonly string[];
}

/** The table of the settings: own name -> `get_unreported_page pfn=p order=o`. */
export function readEventTable(table: Readonly<Record<string, string>>): EventTable {
  const events: EventAlias[] = [];
  const problems: string[] = [];
  for (const [name, text] of Object.entries(table)) {
    if (!/^[A-Za-z_]\w{0,255}$/.test(name)) { problems.push(`'${name}': is no event's name`); continue; }
    const setting = readEventLine(` ${name} as ${text}`, 0, () => undefined);
    const problem = setting.problems?.[0];
    if (problem !== undefined) problems.push(`'${name}': ${text.trim() === '' ? 'Expected: KNOWN_EVENT key=own_key ...' : problem.message}`);
    else if (setting.type === 'event-alias') events.push({ name, as: setting.as, keys: setting.keys, fromSettings: true });
  }
  return { events, problems };
}
