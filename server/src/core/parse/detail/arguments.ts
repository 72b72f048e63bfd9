/** The `key=value` words of a body, and what the stock events write instead. */
export interface Argument {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** As printed, with its quotes. */
  readonly value: string;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** All `key=value` words from `from` on; other words are left out. */
export function keyedArguments(text: string, from: number, end: number): Argument[] {
  const out: Argument[] = [];
  const words = /[ \t]*(?:(\w+)=("[^"]*"|[^ \t]*)|[^ \t]+)/gy;
  const body = text.slice(0, end);
  words.lastIndex = from;
  for (let match = words.exec(body); match !== null; match = words.exec(body)) {
    const key: string | undefined = match[1];
    const value: string | undefined = match[2];
    if (key !== undefined && value !== undefined) {
      const keyStart = match.index + match[0].length - value.length - 1 - key.length;
      out.push({ key, keyStart, keyEnd: keyStart + key.length, value, valueStart: keyStart + key.length + 1, valueEnd: match.index + match[0].length });
    }
  }
  return out;
}

/** An argument made of a group of a match: the stock events that print no keys. */
function named(match: RegExpExecArray, name: string, key: string): Argument[] {
  const range = match.indices?.groups?.[name];
  if (range === undefined || range[0] === range[1]) return [];
  const [start, end] = range;
  return [{ key, keyStart: start, keyEnd: start, value: match.input.slice(start, end), valueStart: start, valueEnd: end }];
}

const lockdep = /[ \t]*(?<address>[^ \t]+)(?:[ \t]+(?<how>(?:try )?[ \t]*(?:read )?)[ \t]*(?<lock>.*?))?[ \t]*$/dsy;
const contention = /[ \t]*(?<address>[^ \t]+)(?:[ \t]*\((?:flags=(?<flags>[^)]*)|ret=(?<ret>[^)]*))\))?/dy;
const workqueue = /.*?function[ =](?<function>[\w$.]*)/dsy;
const suspend = /[ \t]*(?<action>[\w.$]+)\[(?<number>[^\]]*)\][ \t]*(?<edge>.*?)[ \t]*$/dsy;
const schedSwitch = /.* prev_pid=(?<prev>[^ \t]*)(?:[ \t].*)? ==> next_comm=.* next_pid=(?<next>[^ \t]*)/dsy;
const shortSwitch = /.*:(?<prev>[^ :]*) \[.* ==> .*:(?<next>[^ :]*) \[/dsy;

const patterns: Readonly<Record<string, readonly RegExp[]>> = { lockdep: [lockdep], contention: [contention], workqueue: [workqueue], suspend: [suspend], switch: [schedSwitch, shortSwitch] };
const keys: readonly (readonly [string, string])[] = [
  ['address', 'address'], ['how', 'how'], ['lock', 'lock'], ['flags', 'flags'], ['ret', 'ret'], ['function', 'function'], ['action', 'action'], ['number', 'number'], ['edge', 'edge'], ['prev', 'prev_pid'], ['next', 'next_pid'],
];

/** Arguments of an event whose style is not `keys`; a lock's name has the key `lock`, its address `address`. */
export function styledArguments(style: string, text: string, from: number, end: number): Argument[] {
  for (const pattern of patterns[style] ?? []) {
    pattern.lastIndex = from > 0 && style === 'switch' ? from - 1 : from;
    const match = pattern.exec(text.slice(0, end));
    if (match) return keys.flatMap(([name, key]) => named(match, name, key));
  }
  return [];
}
