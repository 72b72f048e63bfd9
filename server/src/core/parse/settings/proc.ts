/** Lines of /proc/buddyinfo, /proc/pagetypeinfo and /proc/zoneinfo inside a trace. */
import type { Names } from '../../trace/names.js';
import type { Setting, SettingProblem } from '../../trace/settings.js';
import type { Vocabulary } from '../vocabulary.js';
import { parseUint } from './fields.js';

/** More columns than any kernel has orders. */
const MAX_COUNTS = 32;

const invalid = (start: number, end: number, message: string): Setting => ({ type: 'invalid', problems: [{ start, end, message }] });

/** `Node 0, zone   Normal  1 2 0 0 1 ...`, and with `, type  Movable` behind the zone the line of pagetypeinfo. */
export function readNodeLine(text: string, from: number, names: Names, vocabulary: Vocabulary): Setting {
  const line = /\s*(?:Node\s+(\d{1,5}),\s*)?zone\s+(\w{1,64})(?:,\s*type\s+(\w{1,64}))?(?=\s|$)/y;
  line.lastIndex = from;
  const match = line.exec(text);
  if (match === null) return invalid(from, text.length, 'Expected a line of /proc/buddyinfo or /proc/pagetypeinfo: Node 0, zone Normal 1 2 0 ...');
  const node: string | undefined = match[1];
  const typeName: string | undefined = match[3];
  const zone = names.zone(match[2], Number(node ?? 0));
  const { counts, atLeast, problems } = readCounts(text, line.lastIndex);
  if (counts.length === 0) return invalid(from, text.length, 'The numbers of free blocks, order 0 first, are missing');
  const found = problems.length > 0 ? { problems } : {};
  if (typeName === undefined) return { type: 'buddyinfo', zone, counts, ...found };
  const migratetype = vocabulary.migrateType(typeName);
  if (migratetype < 0) return invalid(from, text.length, `Unknown migratetype ${typeName}`);
  return { type: 'pagetypeinfo', zone, migratetype, counts, atLeast, ...found };
}

/** `12`, and `>100000` where the kernel stopped counting. The first word that is no number ends the list. */
function readCounts(text: string, from: number): { counts: number[]; atLeast: boolean[]; problems: SettingProblem[] } {
  const counts: number[] = [];
  const atLeast: boolean[] = [];
  const problems: SettingProblem[] = [];
  for (const match of text.slice(from).matchAll(/\S+/g)) {
    const word = match[0];
    const count = parseUint(word.replace(/^>/, ''));
    if (count === undefined || counts.length >= MAX_COUNTS) {
      problems.push({ start: from + match.index, end: from + match.index + word.length, message: 'Expected the number of free blocks of the next order' });
      break;
    }
    counts.push(count);
    atLeast.push(word.startsWith('>'));
  }
  return { counts, atLeast, problems };
}

/** A line of /proc/zoneinfo: what it says is kept, of the zone and of its free pages. */
export function readZoneinfo(text: string, names: Names): Setting {
  const head = /Node\s+(\d+),\s+zone\s+(\S+)/.exec(text);
  const count = /(?:nr_free_pages|pages free)\s+(\d+)/.exec(text);
  return { type: 'zoneinfo', zone: head === null ? -1 : names.zone(head[2], Number(head[1])), ...(count === null ? {} : { freePages: Number(count[1]) }) };
}
