/** The context of one line by regular expressions: the plain counterpart of the byte parser's context, latency and graph readers. */

/** A part of the line, 0-based UTF-16 columns. */
export interface Span { readonly start: number; readonly end: number; readonly text: string }

export interface Context {
  readonly task?: Span;
  readonly pid?: Span;
  readonly cpu?: Span;
  readonly flags?: Span;
  /** The printed time, without its colon. */
  readonly time?: Span;
  /** Where the body begins. */
  readonly body: number;
  /** `default`: ftrace, trace-cmd, perf; `none`: the line has no context. */
  readonly format: 'default' | 'latency' | 'verbose' | 'graph' | 'none';
}

/** As far as the byte parser looks for `[cpu]`. */
const MAX_CONTEXT = 256;

const span = (text: string, start: number, end: number): Span => ({ start, end, text: text.slice(start, end) });
const group = (match: RegExpExecArray, index: number): Span | undefined => {
  const range = match.indices?.[index];
  return range === undefined ? undefined : span(match.input, range[0], range[1]);
};
const put = <K extends string>(key: K, value: Span | undefined): Partial<Record<K, Span>> => {
  const out: Partial<Record<K, Span>> = {};
  if (value !== undefined) out[key] = value;
  return out;
};

/** Without what stands in front of the name's columns: the file's name of several inputs, a logger's time and host. */
const withoutSource = (part: Span | undefined, width: number): Span | undefined => {
  const name = (part?.text.length ?? 0) - width;
  if (part === undefined || name < 1 || part.text[name - 1] !== ' ') return part;
  return { start: part.start + name, end: part.end, text: part.text.slice(name) };
};

const trimStart = (part: Span | undefined): Span | undefined => {
  if (part === undefined) return undefined;
  const skip = part.text.length - part.text.replace(/^ +/, '').length;
  return { start: part.start + skip, end: part.end, text: part.text.slice(skip) };
};

const difference = String.raw`(?:[ \t]*\(\+\d+\))?`;
const time = String.raw`(\d+(?:\.\d{1,9})?)${difference}:(?=[ \t]|$)${difference}`;
const afterCpu = String.raw`[ \t]*(?:\([ \t]*[\d-]*\)[ \t]*)?(?:((?!\d)[!-'*-9;-Z\\-~]{4,7})[ \t]+)?${time}`;
const stock = new RegExp(String.raw`^([^\n]{16})-(\d+)[ \t]+(?:\([ \t]*[\d-]*\)[ \t]*)?\[(\d+)\]${afterCpu}`, 'd');
const cpuRest = new RegExp(String.raw`\[(\d+)\]${afterCpu}`, 'dy');
const gap = String.raw`(?:[ \t]+|[ \t]*\([ \d-]{0,15}\)[ \t]*)$`;
const ftraceTask = new RegExp(String.raw`^([^\n]*)-(\d+)${gap}`, 'd');
const perfTask = new RegExp(String.raw`^(?:([^\n]*?)[ \t]+)?(?:\d+\/)?(\d+)${gap}`, 'd');
const latency = new RegExp(String.raw`^([^\n]{0,62}?)-(\d+)[ \t]+(\d+)((?![\d/])[^ \t\n]{4,7})[ \t]+(?:(\d+)(?:us[^:\n]?)?:(?=[ \t]|$)|(?=\d+\.)${time})`, 'd');
const verbose = /^((?:(?! \[)[^\n])*?)[ \t]*(?<![^ \t])(\d+)[ \t]+(\d+)[ \t]+(\d+)[ \t]+([\da-fA-F]+)[ \t]+([\da-fA-F]+)[ \t]*(?<= )\[([\da-fA-F]+)\][^\n]{0,58}?ms\): /d;
const graph = /^[ \t]*(?:(\d+\.\d{6})[ \t]*\|[ \t]*)?(?:(\d+)\)(?= |$)|(?=(?:[+!#*@$] )?[ \t]*(?:\d+\.\d+ us)?[ \t]*\| {2}))/d;
const logPrefix = /^\[[ \t]*\d+\.\d+\](?:\[[ \t]*[^ \t]{0,15}\])? /;

/** Columns of what stands in front of the body. */
export function contextOf(text: string): Context {
  const log = logPrefix.exec(text)?.[0].length ?? 0;
  return log === 0 ? contextOfPlain(text) : shifted(contextOfPlain(text.slice(log)), log);
}

/** Positions behind the prefix of the kernel log count from the line's start. */
function shifted({ task, pid, cpu, flags, time: stamp, body, format }: Context, log: number): Context {
  const shift = (part: Span): Span => ({ start: part.start + log, end: part.end + log, text: part.text });
  const moved = { ...(task && { task: shift(task) }), ...(pid && { pid: shift(pid) }), ...(cpu && { cpu: shift(cpu) }), ...(flags && { flags: shift(flags) }) };
  return { ...moved, ...(stamp && { time: shift(stamp) }), body: body + log, format };
}

function contextOfPlain(text: string): Context {
  return stockContext(text) ?? searchedContext(text) ?? graphContext(text) ?? latencyContext(text) ?? verboseContext(text) ?? perfContext(text) ?? { body: 0, format: 'none' };
}

function stockContext(text: string): Context | undefined {
  const match = stock.exec(text);
  if (match === null) return undefined;
  return {
    ...put('task', trimStart(group(match, 1))), ...put('pid', group(match, 2)), ...put('cpu', group(match, 3)), ...put('flags', group(match, 4)),
    ...put('time', group(match, 5)), body: match[0].length, format: 'default',
  };
}

function searchedContext(text: string): Context | undefined {
  for (const context of splits(text)) return context;
  return undefined;
}

/** TASK_COMM_LEN without its end. */
const MAX_COMM = 15;

/** The second of two ways to split a line into task, pid and CPU, where both are possible; what the kernel aligned is clear. */
export function otherSplit(text: string): Context | undefined {
  const log = logPrefix.exec(text)?.[0].length ?? 0;
  const line = text.slice(log);
  if (stockContext(line) !== undefined) return undefined;
  const [, ...later] = splits(line);
  const found = later.find(({ task }) => task !== undefined && task.text !== '' && task.text.length <= MAX_COMM);
  return found === undefined ? undefined : shifted(found, log);
}

function* splits(text: string): Generator<Context> {
  for (const { index } of text.slice(0, MAX_CONTEXT + 8).matchAll(/\[\d/g)) {
    if (index >= MAX_CONTEXT) break;
    const before = text.slice(0, index);
    const ftrace = ftraceTask.exec(before);
    const task = ftrace ?? perfTask.exec(before);
    cpuRest.lastIndex = index;
    const rest = task === null ? null : cpuRest.exec(text);
    if (task === null || rest === null) continue;
    yield {
      ...put('task', trimStart(ftrace ? withoutSource(group(task, 1), 16) : group(task, 1))), ...put('pid', group(task, 2)), ...put('cpu', group(rest, 1)), ...put('flags', group(rest, 2)),
      ...put('time', group(rest, 3)), body: cpuRest.lastIndex, format: 'default',
    };
  }
}

function latencyContext(text: string): Context | undefined {
  const match = latency.exec(text);
  if (match === null) return undefined;
  return {
    ...put('task', trimStart(withoutSource(group(match, 1), 8))), ...put('pid', group(match, 2)), ...put('cpu', group(match, 3)),
    ...(match[4].startsWith('-') ? {} : put('flags', group(match, 4))), ...put('time', group(match, 5) ?? group(match, 6)), body: match[0].length, format: 'latency',
  };
}

function verboseContext(text: string): Context | undefined {
  const match = verbose.exec(text);
  if (match === null) return undefined;
  return {
    ...put('task', trimStart(group(match, 1))), ...put('pid', group(match, 2)), ...put('cpu', group(match, 3)), ...put('flags', group(match, 4)),
    ...put('time', group(match, 7)), body: match[0].length - 1, format: 'verbose',
  };
}

/** `time | cpu) comm-pid | flags | duration |`; the body is the function or comment. */
function graphContext(text: string): Context | undefined {
  const match = graph.exec(text);
  if (match === null) return undefined;
  let parts: Pick<Context, 'task' | 'pid' | 'flags'> = {};
  let body = match[0].length;
  for (;;) {
    const rest = text.slice(body);
    const bar = rest.indexOf('|');
    if (bar < 0 || /^[ \t]*(?:\}|\/\*)/.test(rest)) break;
    const start = body + (rest.length - rest.trimStart().length);
    const column = text.slice(start, body + bar).trimEnd();
    body += bar + 1;
    const task = /^(.+)-(\d+)$/s.exec(column);
    if (task) {
      const dash = start + task[1].length;
      parts = { ...parts, task: span(text, start, dash), pid: span(text, dash + 1, dash + 1 + task[2].length) };
    } else if (/^(?!\d)[^\s=]{4,7}$/.test(column)) parts = { ...parts, flags: span(text, start, start + column.length) };
    else break;
  }
  return { ...parts, ...put('cpu', group(match, 2)), ...put('time', group(match, 1)), body, format: 'graph' };
}

const perfEvent = /(?<=[ \t])(?:PERF_RECORD_|(?!\d)[\w.$]+:[\w.$]+:(?=[ \t]|$))/;
const timeOfDay = /^(?:\d{4}-.*\d|\d\d:.*\..*)$/;

/** The columns that `perf script -F` leaves, from the event to the left. */
function perfContext(text: string): Context | undefined {
  const event = perfEvent.exec(text);
  if (event === null || event.index >= MAX_CONTEXT) return undefined;
  const words = [...text.slice(0, event.index).matchAll(/[^ \t]+/g)].map(match => span(text, match.index, match.index + match[0].length));
  const count = words.length;
  const last = (pattern: RegExp): Span | undefined => (words.length > 0 && pattern.test(words[words.length - 1].text) ? words.pop() : undefined);
  const printed = /^\d+\.\d{1,9}:$/;
  const before = words.at(-2)?.text ?? '';
  if (printed.test(before) || before.startsWith('[')) last(/^\d+$/);
  const stamp = last(printed);
  while (last(timeOfDay) !== undefined) { /* the next word */ }
  let cpu = last(/^\[\d+\]$/);
  if (cpu !== undefined) cpu = span(text, cpu.start + 1, cpu.end - 1);
  else if (/^\d+$/.test(words.at(-2)?.text ?? '')) cpu = last(/^\d+$/);
  const task = last(/^(?:\d+\/)?\d+$/);
  const name = words.length > 0 ? span(text, words[0].start, words[words.length - 1].end) : undefined;
  const slash = task === undefined ? -1 : task.text.indexOf('/');
  if (words.length === count) return undefined;
  return {
    ...(name && { task: name }), ...(task && { pid: span(text, task.start + slash + 1, task.end) }), ...(cpu && { cpu }),
    ...(stamp && { time: span(text, stamp.start, stamp.end - 1) }), body: event.index, format: 'default',
  };
}
