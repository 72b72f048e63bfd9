/** What the words of a `buddyscope:` line mean. */
import type { EventAlias, HoverView } from '../api.js';
import { eventDefinitions, eventNames } from '../trace/events.js';
import { freeWords, lineWords, meaningOf, optionWords, zoneWords } from '../trace/settingWords.js';
import { code } from './markdown.js';
import { settingText, type Word } from './settingText.js';

export function settingHover(text: string, column: number): HoverView | undefined {
  const words = settingText(text)?.words ?? [];
  const index = words.findIndex(word => column >= word.start && column < word.end);
  if (index < 0) return undefined;
  const markdown = words[0].text === 'event' ? eventMarkdown(words, index) : keyMarkdown(words, index);
  const { start, end } = words[index];
  return markdown === undefined ? undefined : { column: start, endColumn: end, markdown };
}

function keyMarkdown(words: readonly Word[], index: number): string | undefined {
  const first = words[0].text;
  if (index === 0 && meaningOf(lineWords, first) !== undefined) return meaningOf(lineWords, first);
  const key = /^(\w+)=/.exec(words[index].text)?.[1] ?? '';
  const isZone = words.some(({ text }) => text.startsWith('zone='));
  const meanings = first === 'free' ? freeWords : isZone ? zoneWords : optionWords;
  const meaning = meaningOf(meanings, key);
  return meaning === undefined ? undefined : `${code(key)}: ${meaning}`;
}

function eventMarkdown(words: readonly Word[], index: number): string | undefined {
  if (index === 0 || index === 2) return lineWords.event;
  const [, name, , as] = words.map(word => word.text);
  const target = eventNames.get(as ?? '');
  if (target === undefined) return undefined;
  const keys = new Map(words.slice(4).flatMap(word => { const pair = /^(\w+)=(\w+)$/.exec(word.text); return pair === null ? [] : [[pair[1], pair[2]] as const]; }));
  if (index === 3 || index === 1) return `${aliasMarkdown({ name, as, keys })}\n\n**${code(as)}** — ${eventDefinitions[target.event].meaning}`;
  const key = /^\w+/.exec(words[index].text)?.[0] ?? '';
  const own = keys.get(key);
  return own === undefined ? undefined : `${code(own)} of ${code(name)} is ${code(key)} of ${code(as)}.`;
}

export function aliasMarkdown({ name, as, keys }: EventAlias): string {
  const pairs = [...keys].filter(([key, own]) => key !== own).map(([key, own]) => `${code(own)} is ${code(key)}`);
  return `${code(name)} stands for ${code(as)}${pairs.length === 0 ? '' : `: ${pairs.join(', ')}`}.`;
}
