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
const latency = /^([^\n]{0,62}?)-(\d+)[ \t]+(\d+)([^ \t\n]{4,7})[ \t]+(\d+)(?:us[^:\n]?)?:(?=[ \t]|$)/d;
const verbose = /^((?:(?! \[)[^\n])*?)[ \t]*(?<![^ \t])(\d+)[ \t]+(\d+)[ \t]+(\d+)[ \t]+([\da-fA-F]+)[ \t]+([\da-fA-F]+)[ \t]*(?<= )\[([\da-fA-F]+)\][^\n]{0,58}?ms\): /d;
const graph = /^[ \t]*(?:(\d+\.\d{6})[ \t]*\|[ \t]*)?(\d+)\)(?= |$)/d;
const logPrefix = /^\[[ \t]*\d+\.\d+\](?:\[[ \t]*[^ \t]{0,15}\])? /;

/** Columns of what stands in front of the body. */
export function contextOf(text: string): Context {
  const log = logPrefix.exec(text)?.[0].length ?? 0;
  if (log === 0) return contextOfPlain(text);
  // Positions behind the prefix of the kernel log count from the line's start.
  const shift = (part: Span): Span => ({ start: part.start + log, end: part.end + log, text: part.text });
  const { task, pid, cpu, flags, time: stamp, body, format } = contextOfPlain(text.slice(log));
  const moved = { ...(task && { task: shift(task) }), ...(pid && { pid: shift(pid) }), ...(cpu && { cpu: shift(cpu) }), ...(flags && { flags: shift(flags) }) };
  return { ...moved, ...(stamp && { time: shift(stamp) }), body: body + log, format };
}

function contextOfPlain(text: string): Context {
  return stockContext(text) ?? searchedContext(text) ?? graphContext(text) ?? latencyContext(text) ?? verboseContext(text) ?? { body: 0, format: 'none' };
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
  for (const { index } of text.slice(0, MAX_CONTEXT + 8).matchAll(/\[\d/g)) {
    if (index >= MAX_CONTEXT) break;
    const before = text.slice(0, index);
    const task = ftraceTask.exec(before) ?? perfTask.exec(before);
    cpuRest.lastIndex = index;
    const rest = task === null ? null : cpuRest.exec(text);
    if (task === null || rest === null) continue;
    return {
      ...put('task', trimStart(group(task, 1))), ...put('pid', group(task, 2)), ...put('cpu', group(rest, 1)), ...put('flags', group(rest, 2)),
      ...put('time', group(rest, 3)), body: cpuRest.lastIndex, format: 'default',
    };
  }
  return undefined;
}

function latencyContext(text: string): Context | undefined {
  const match = latency.exec(text);
  if (match === null) return undefined;
  return {
    ...put('task', trimStart(group(match, 1))), ...put('pid', group(match, 2)), ...put('cpu', group(match, 3)), ...put('flags', group(match, 4)),
    ...put('time', group(match, 5)), body: match[0].length, format: 'latency',
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
