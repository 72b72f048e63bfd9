/** What may stand at a place: on `buddyscope:` lines their words, and in the body of a line events with their keys. */
import type { CompletionView } from '../api.js';
import { lineDetail } from '../parse/lineDetail.js';
import { hintingName } from '../trace/catalogue/reporting.js';
import { eventDefinitions, eventNames } from '../trace/events.js';
import { interfaceNames, type EventAlias } from '../trace/settings.js';
import { freeWords, lineWords, optionWords, zoneWords } from '../trace/settingWords.js';
import { settingText, wordAt, type SettingText, type Word } from './settingText.js';

/** What the rest of the trace contributes. */
export interface CompletionSource {
  readonly text: string;
  readonly ruleIds: readonly string[];
  readonly zones: readonly string[];
  /** Declared in the settings or on lines above. */
  readonly declared: readonly EventAlias[];
  /** Names of events that are not known, most frequent first. */
  readonly ownEvents: () => readonly string[];
  /** Keys on lines of this event, in the order of first appearance. */
  readonly keysOf: (name: string) => readonly string[];
}

type Item = Omit<CompletionView, 'column' | 'endColumn'>;
type Kind = CompletionView['kind'];

const item = (label: string, kind: Kind, detail: string, insertText = label): Item => ({ label, kind, detail, insertText });
const items = (labels: readonly string[], kind: Kind, detail: string): Item[] => labels.map(label => item(label, kind, detail));
/** `key=`, of those that the line does not have yet. */
const keyItems = (words: Readonly<Record<string, string>>, present: readonly string[]): Item[] =>
  Object.entries(words).filter(([key]) => !present.includes(key)).map(([key, meaning]) => item(`${key}=`, 'key', meaning));
const keysOn = (words: readonly Word[]): string[] => words.flatMap(word => /^(\w+)=/.exec(word.text)?.[1] ?? []);

/** Canonical names, with those of page hinting v2. */
const knownEvents: readonly Item[] = eventDefinitions.filter(({ name }) => name !== '').flatMap(({ name, meaning }) =>
  [name, hintingName(name)].flatMap(label => (label === undefined ? [] : [item(label, 'event', meaning)])));

export function completionsOf(source: CompletionSource, column: number): CompletionView[] {
  const setting = settingText(source.text);
  if (setting !== undefined) return column < setting.from ? [] : inSetting(source, setting, column);
  return inBody(source, column);
}

const placed = (list: readonly Item[], start: number, end: number): CompletionView[] => list.map(entry => ({ ...entry, column: start, endColumn: end }));

function inSetting(source: CompletionSource, setting: SettingText, column: number): CompletionView[] {
  const { word, index } = wordAt(setting, column);
  const equals = word.text.indexOf('=');
  if (equals >= 0) {
    const comma = word.text.lastIndexOf(',');
    return placed(values(source, setting, index, word.text.slice(0, equals)), word.start + Math.max(equals, comma) + 1, word.end);
  }
  return placed(wordsAt(source, setting, index), word.start, word.end);
}

function wordsAt(source: CompletionSource, { words }: SettingText, index: number): Item[] {
  const present = keysOn(words.filter((_, i) => i !== index));
  if (index === 0) return [...Object.entries(lineWords).map(([word, meaning]) => item(word, 'keyword', meaning, `${word} `)), ...keyItems({ ...optionWords, zone: 'Bounds and facts of a zone.' }, present)];
  switch (words[0].text) {
    case 'event': return eventWords(source, words, index, present);
    case 'free': return keyItems(freeWords, present);
    case 'disable-next-line': return items(source.ruleIds, 'rule', 'Rule');
    case 'buddyinfo': case 'pagetypeinfo': case 'zoneinfo': return [];
    default: return keyItems(present.includes('zone') ? zoneWords : optionWords, present);
  }
}

function eventWords(source: CompletionSource, words: readonly Word[], index: number, present: readonly string[]): Item[] {
  if (index === 1) return items(source.ownEvents(), 'event', 'An event of this trace without a known meaning');
  if (index === 2) return [item('as', 'keyword', 'The known event follows.', 'as ')];
  if (index === 3) return [...knownEvents];
  const target = eventNames.get(words[3].text);
  if (target === undefined) return [];
  return eventDefinitions[target.event].keys.filter(({ key }) => !present.includes(key)).map(({ key, required }) => item(`${key}=`, 'key', required ? `${words[3].text} needs it` : 'optional'));
}

function values(source: CompletionSource, { words }: SettingText, index: number, key: string): Item[] {
  if (words[0].text === 'event' && index > 3) return items(source.keysOf(words[1].text), 'value', `printed by ${words[1].text}`);
  switch (key) {
    case 'interface': return items(interfaceNames, 'value', optionWords.interface);
    case 'zone': return items(source.zones, 'value', zoneWords.zone);
    case 'free': return [item('none', 'value', zoneWords.free)];
    case 'preempt_rt': return items(['0', '1'], 'value', optionWords.preempt_rt);
    default: return [];
  }
}

/** Behind the time of a line: the event, and behind it its keys. */
function inBody(source: CompletionSource, column: number): CompletionView[] {
  const { text } = source;
  const { format, body, name } = lineDetail(text);
  if (format !== 'default' && format !== 'latency') return [];
  const start = text.length - text.slice(body).replace(/^[ \t]+/, '').length;
  if (column < start) return [];
  const typed = /^[\w$.]*/.exec(text.slice(start))?.[0] ?? '';
  if (column <= start + typed.length) {
    const own = source.declared.map(alias => item(alias.name, 'event', `stands for ${alias.as}`, `${alias.name}: `));
    return placed([...own, ...knownEvents.map(entry => ({ ...entry, insertText: `${entry.label}: ` }))], start, start + typed.length + (text.startsWith(': ', start + typed.length) ? 2 : 0));
  }
  if (name === undefined) return [];
  const alias = source.declared.findLast(({ name: own }) => own === typed);
  const target = eventNames.get(alias?.as ?? name.text);
  const word = /\S*$/.exec(text.slice(0, column))?.[0] ?? '';
  if (target === undefined || word.includes('=')) return [];
  const present = keysOn([...text.slice(start).matchAll(/[^ \t]+/g)].map(match => ({ text: match[0], start: 0, end: 0 })));
  const keys = eventDefinitions[target.event].keys.map(({ key, required }) => ({ key: alias?.keys.get(key) ?? key, required }));
  return placed(keys.filter(({ key }) => !present.includes(key)).map(({ key, required }) => item(`${key}=`, 'key', required ? 'needed' : 'optional')), column - word.length, column);
}
