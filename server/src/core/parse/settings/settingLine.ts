/** A `buddyscope:` line, as comment, marker or event, and the settings events that are its aliases. */
import { LineKind } from '../../trace/columns.js';
import type { EventAlias, Setting } from '../../trace/settings.js';
import { find, startsWith } from '../bytes.js';
import type { Line } from '../line.js';
import type { ShapeName } from '../vocabulary.js';
import { readEventLine } from './eventLine.js';
import { Fields } from './fields.js';
import { readOptions } from './options.js';
import { readNodeLine, readZoneinfo } from './proc.js';
import { readFree, readZone } from './zones.js';

/** Sets the row's setting from the text behind the name; what the setting changes for later lines is applied at once. */
export function readSettingLine(line: Line, shape: ShapeName, rest: number): void {
  const { text, from } = textOf(line, rest);
  put(line, shape === 'buddyscope' ? readSetting(line, text, from) : readEvent(line, shape, text, from));
}

/** `buddyinfo: Node 0, zone ...` and its like. */
export function readProcLine(line: Line, shape: ShapeName, rest: number): void {
  const { text, from } = textOf(line, rest);
  put(line, shape === 'zoneinfo' ? readZoneinfo(text.slice(from), line.names) : readNodeLine(text, from, line.names, line.vocabulary));
}

/**
 * `Node 0, zone ...` as it stands in /proc, without a word that says what it is. False where it has not a number for each order: the head of
 * a zone in /proc/zoneinfo, and the counts of pageblocks by migratetype in /proc/pagetypeinfo, which say nothing of free blocks.
 */
export function readNodeTable(line: Line, rest: number): boolean {
  const { bytes, end } = line;
  if (!startsWith(bytes, rest, end, 'Node ') || find(bytes, rest, end, ', zone') < 0) return false;
  if (!/, zone\s+\w+(?:,\s*type\s+\w+)?(?:\s+>?\d+){8}/.test(line.text(rest, Math.min(end, rest + LONGEST_TABLE)))) return false;
  readProcLine(line, 'buddyinfo', rest);
  return true;
}

/** Bytes in which the first eight numbers of such a line stand; no kernel has fewer orders. */
const LONGEST_TABLE = 512;

/** The whole line as a string, so that columns are those of the editor, and where `rest` lies in it. */
function textOf(line: Line, rest: number): { text: string; from: number } {
  const before = line.text(line.lineStart, rest);
  return { text: before + line.text(rest, line.end), from: before.length };
}

function put(line: Line, setting: Setting): void {
  line.out.kind[line.row] = LineKind.Setting;
  line.setSetting(setting);
  line.vocabulary.learn(setting);
}

function readSetting(line: Line, text: string, from: number): Setting {
  const word = /^\S*/.exec(text.slice(from))?.[0] ?? '';
  const behind = from + word.length;
  switch (word) {
    case 'free': return readFree(new Fields(text, behind), line.names, line.vocabulary);
    case 'buddyinfo': case 'pagetypeinfo': return readNodeLine(text, behind, line.names, line.vocabulary);
    case 'zoneinfo': return readZoneinfo(text.slice(behind), line.names);
    case 'disable-next-line': return readDisable(text, behind);
    case 'event': return readEventLine(text, behind, name => declaredBefore(line, name));
    default: {
      const fields = new Fields(text, from);
      return fields.value('zone') === undefined ? readOptions(fields, false) : readZone(fields, line.names, false);
    }
  }
}

/** The events of the fuller vocabulary that state what a settings line states. */
function readEvent(line: Line, shape: ShapeName, text: string, from: number): Setting {
  const fields = new Fields(text, from);
  if (shape === 'zone') return readZone(fields, line.names, true);
  return shape === 'free_list' ? readFree(fields, line.names, line.vocabulary) : readOptions(fields, true);
}

function readDisable(text: string, from: number): Setting {
  const rules = text.slice(from).split(/[\s,]+/).filter(rule => rule !== '');
  if (rules.length > 0) return { type: 'disable-next-line', rules };
  return { type: 'invalid', problems: [{ start: from, end: text.length, message: 'disable-next-line needs the ids of rules' }] };
}

/** By a line of the trace: one may say otherwise than the settings. */
function declaredBefore(line: Line, name: string): EventAlias | undefined {
  const alias = line.vocabulary.aliases.get(name);
  return alias?.fromSettings === true ? undefined : alias;
}
