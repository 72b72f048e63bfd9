/**
 * One line in full, with the columns of its parts: for hovers, ranges of findings, and as the independent check of the byte
 * parser. Plain and slow; knows nothing of other lines, so private event aliases keep their own names.
 */
import { Dialect, Origin } from '../trace/columns.js';
import { eventDefinitions, eventNames, type EventName } from '../trace/events.js';
import { keyedArguments, styledArguments, type Argument } from './detail/arguments.js';
import { contextOf, otherSplit, type Context, type Span } from './detail/context.js';

export type { Argument } from './detail/arguments.js';
export type { Span } from './detail/context.js';

export interface LineDetail extends Context {
  /** What names the event: the event, or the probed function where that decides. */
  readonly name?: Span;
  readonly args: readonly Argument[];
  /** `Ev` number, 0 for an event of its own; -1 where the line is not an event. */
  readonly event: number;
  readonly isReturn: boolean;
  readonly origin: Origin;
  readonly dialect: Dialect;
}

type Found = Pick<LineDetail, 'args' | 'event' | 'isReturn' | 'origin' | 'dialect'> & { readonly name?: Span };
const nothing: Found = { args: [], event: -1, isReturn: false, origin: Origin.Tracepoint, dialect: Dialect.Neutral };

const known = (name: string): EventName | undefined => eventNames.get(name) ?? (name === 'free_area' ? eventNames.get('zone_free') : undefined);
const unsuffixed = (symbol: string): string => symbol.replace(/^([^.]+)\..*$/s, '$1');
const find = (name: string): EventName | undefined => known(name) ?? known(unsuffixed(name));

const printNames = new Set(['tracing_mark_write', 'print', 'bprint', 'bputs']);
const settingNames = new Set(['buddyscope', 'pagetrace_meta', 'zone', 'free_list', 'buddyinfo', 'pagetypeinfo', 'zoneinfo', 'buddy_snapshot', 'kernel_stack', 'user_stack']);
const bitOperations = new Set(['set_bit', 'clear_bit', '__set_bit', '__clear_bit']);
const symbolText = String.raw`[\w.$]+`;
const prefixText = String.raw`(?!\d)${symbolText}(?:[+/][^ \t:]*)?(?: \[[^\]]*\])?:`;
const nameStart = new RegExp(String.raw`(?:${prefixText}(?![ \t]|$))*((?!\d)${symbolText})(?:[+/][^ \t:]*)?(?: \[[^\]]*\])?:(?=[ \t]|$)[ \t]*`, 'dy');
const callText = String.raw`\(((?:\w+=|\w*\.\.\.)[^)]*)?\)`;
const functionStart = new RegExp(String.raw`(${symbolText})(?:\+[^ \t(]*)?(?:[ \t]*\[[^\]]*\])?(?:${callText})?[ \t]*(?:<(?!-)[^>]*>[ \t]*)?(?:<-.*)?$`, 'dsy');
const graphFunction = new RegExp(String.raw`[ \t]*(${symbolText})(?: \[[^\]]*\])?\(([^)]*)`, 'dy');
const probedSymbol = String.raw`(${symbolText})(\+(?:0x[\da-fA-F]+|\d+)(?:\/${symbolText})?)?[ \t]*(?:\[[^\])]*\][ \t]*)?`;
const probeStart = new RegExp(String.raw`\(${probedSymbol}(?: <- ${probedSymbol})?\)`, 'dy');

export function lineDetail(text: string): LineDetail {
  const line = text.replace(/\r?\n?$/, '');
  const context = contextOf(line);
  if (line.startsWith('#') || (context.format !== 'default' && /^[ \t]*#/.test(line))) return { ...nothing, body: 0, format: 'none' };
  const body = bodyOf(line, context);
  const later = body.event < 0 ? otherSplit(line) : undefined;
  return later === undefined ? { ...context, ...body } : { ...later, ...bodyOf(line, later) };
}

function bodyOf(line: string, context: Context): Found {
  const at = context.body + (line.slice(context.body).length - line.slice(context.body).replace(/^[ \t]+/, '').length);
  if (context.format === 'graph') return graphBody(line, at);
  const sure = context.format !== 'none';
  // The period of perf script may stand in front.
  const period = sure ? /^\d+[ \t]+(?=(?!\d)[\w.$]+:[\w.$]+:(?:[ \t]|$))/.exec(line.slice(at)) : null;
  const body = named(line, at + (period?.[0].length ?? 0), line.length, 4, sure);
  if (body) return body;
  return sure || line.includes(' <-') ? functionBody(line, at) : nothing;
}

function graphBody(line: string, at: number): Found {
  if (line.startsWith('/* ', at)) {
    const close = line.indexOf(' */', at);
    return (close < 0 ? undefined : named(line, at + 3 + (line.slice(at + 3).length - line.slice(at + 3).replace(/^[ \t]+/, '').length), close, 2, true)) ?? nothing;
  }
  graphFunction.lastIndex = at;
  const match = graphFunction.exec(line);
  const range = match?.indices?.[1];
  const event = match === null ? undefined : known(unsuffixed(match[1]));
  return event === undefined || range === undefined ? nothing : found(line, range, event, false, Origin.Function, callOf(line, match, event));
}

function functionBody(line: string, at: number): Found {
  functionStart.lastIndex = at;
  const match = functionStart.exec(line);
  const range = match?.indices?.[1];
  if (match === null || range === undefined) return nothing;
  const event = known(unsuffixed(match[1]));
  return found(line, range, event, false, Origin.Function, callOf(line, match, event));
}

/** Arguments of a traced function, between commas. */
function callOf(line: string, match: RegExpExecArray | null, event: EventName | undefined): Argument[] {
  const range = match?.indices?.[2];
  if (range === undefined || event === undefined || styleOf(event.event) !== 'keys') return [];
  return [...line.slice(range[0], range[1]).matchAll(/(?:^|(?<=,))([ \t]*)(?:(\w+)=(\{[^}]*\}[^,]*|[^,]*)|[^,]+)/g)].flatMap(part => {
    const [, blanks, key, value] = part;
    if (key as string | undefined === undefined) return [];
    const keyStart = range[0] + part.index + blanks.length;
    const valueStart = keyStart + key.length + 1;
    return [{ key, keyStart, keyEnd: valueStart - 1, value, valueStart, valueEnd: valueStart + value.length }];
  });
}

function found(line: string, [start, end]: readonly [number, number], event: EventName | undefined, isReturn: boolean, origin: Origin, args: readonly Argument[]): Found {
  return {
    name: { start, end, text: line.slice(start, end) }, args, event: event?.event ?? 0, isReturn: isReturn || event?.isReturn === true, origin,
    dialect: event?.dialect ?? Dialect.Neutral,
  };
}

/** `name: arguments`, looked through prefixes; undefined if the text is not that. */
function named(line: string, at: number, end: number, prefixes: number, sure: boolean): Found | undefined {
  nameStart.lastIndex = at;
  const match = nameStart.exec(line.slice(0, end));
  const range = match?.indices?.[1];
  if (match === null || range === undefined) return undefined;
  const label = match[1];
  const rest = nameStart.lastIndex;
  const text = rest + (/^0x[\da-fA-F]+:[ \t]*/.exec(line.slice(rest, end))?.[0].length ?? 0);
  if (printNames.has(label)) return (prefixes > 0 ? named(line, text, end, prefixes - 1, true) : undefined) ?? found(line, range, undefined, false, Origin.Tracepoint, []);
  if (label === 'function') { const body = functionBody(line, rest); return body.event < 0 ? found(line, range, undefined, false, Origin.Tracepoint, []) : body; }
  if (label === 'funcgraph_entry') return graphBody(line, rest + (line.slice(rest).match(/^[^|]*\|[ \t]*/)?.[0].length ?? 0));
  if (label === 'funcgraph_exit' || settingNames.has(label)) return nothing;
  const args = keyedArguments(line, rest, end);
  if (label === 'zone_flags') {
    const operation = args.find(({ key }) => key === 'op')?.value ?? '';
    return found(line, range, bitOperations.has(operation) ? known(operation) : undefined, false, Origin.Tracepoint, args);
  }
  const event = find(label);
  const probed = probeBody(line, rest, end, range, event);
  if (probed) return probed;
  const isKeyed = event === undefined || styleOf(event.event) === 'keys';
  if (prefixes > 0 && isKeyed && startsWithName(line, rest, end)) {
    const inner = named(line, rest, end, prefixes - 1, false);
    if (inner) return inner;
  }
  if (event === undefined && !sure && !/^[\w.$]+=/.test(line.slice(rest, end))) return undefined;
  return found(line, range, event, false, Origin.Tracepoint, event === undefined || isKeyed ? args : styledArguments(styleOf(event.event), line, rest, end));
}

function styleOf(event: number): string {
  const { name, style } = eventDefinitions[event];
  return name === 'sched_switch' ? 'switch' : style;
}

function startsWithName(line: string, at: number, end: number): boolean {
  const inner = /^([\w.$]+):(?=[ \t]|$)/.exec(line.slice(at, end));
  return inner !== null && (known(inner[1]) !== undefined || printNames.has(inner[1]) || settingNames.has(inner[1]) || /^(?:zone_flags|function|funcgraph_entry|funcgraph_exit)$/.test(inner[1]));
}

/** `(sym+0x0/0x2b0)`, `(caller+0x9a/0x570 <- sym)`: the symbol decides, the label only where the catalogue does not know it. */
function probeBody(line: string, at: number, end: number, label: readonly [number, number], labelled: EventName | undefined): Found | undefined {
  probeStart.lastIndex = at;
  const match = probeStart.exec(line.slice(0, end));
  if (match === null) return undefined;
  const symbol = (name: number): { range: readonly [number, number] | undefined; event: EventName | undefined; offset: number } => {
    const offset: string | undefined = match[name + 1];
    const text: string | undefined = match[name];
    return { range: match.indices?.[name], event: text === undefined || /^\d/.test(text) ? undefined : known(unsuffixed(text)), offset: offset === undefined ? -1 : Number(offset.slice(1).replace(/\/.*$/, '')) };
  };
  const left = symbol(1);
  const right = symbol(3);
  const isReturn = right.range !== undefined;
  let chosen = left;
  if (isReturn) {
    if ((left.offset >= 0) !== (right.offset >= 0)) chosen = left.offset >= 0 ? right : left;
    else if (right.event !== undefined || left.event === undefined) chosen = right;
  }
  const event = !isReturn && chosen.offset > 16 ? undefined : chosen.event;
  const range = event !== undefined && chosen.range !== undefined ? chosen.range : label;
  return found(line, range, event ?? labelled, isReturn, Origin.Probe, keyedArguments(line, probeStart.lastIndex, end));
}
