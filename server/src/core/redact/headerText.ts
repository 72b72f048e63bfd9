/** Lines without an event: comments, stack frames, drawings, and text that is no line of a trace. */
import { redactPointers } from './bodyText.js';
import type { PointerNames } from './pointerNames.js';
import type { WordNames } from './wordNames.js';

const rulerWords = new Set((
  'TASK PID TASK-PID TGID CPU TIMESTAMP FUNCTION DURATION CALLS TIME REL ABS cmd pid delay caller time us irqs-off irqs-off/BH-disabled BH-disabled '
  + 'need-resched need-resched-lazy hardirq hardirq/softirq softirq preempt-depth preempt-lazy-depth migrate-disable WARNING TRACING IS CORRUPTED MAY BE MISSING '
  + 'EVENTS buffer started all others skipped of or and'
).split(' '));
const header = /^(?:tracer: \S+|\S+ latency trace v[\d.]+ on \S+|entries-in-buffer\/entries-written: .*|latency: \d+ us, .*|=> (?:started|ended) at:\s*\S*)$/;
const latencyTask = /^(\s*\|\s*task: )(.*)(-\d+ \(uid:)\d+( nice:-?\d+ policy:\d+ rt_prio:\d+\))$/;

function isRuler(text: string): boolean {
  return text.split(/[^\w/-]+/).every(word => !/[A-Za-z]/.test(word) || rulerWords.has(word.replace(/^[-_/|]+|[-_/|]+$/g, '')));
}

/** A line that begins with `#`. What a header of ftrace says stays; anything else is someone's text. */
export function redactComment(line: string, words: WordNames, number: () => number): string {
  const [, hashes, text] = /^(\s*#+\s*)(.*)$/s.exec(line) ?? ['', '', line];
  const trimmed = text.trimEnd();
  if (header.test(trimmed) || isRuler(trimmed)) return line;
  const task = latencyTask.exec(text);
  if (task !== null) return `${hashes}${task[1]}${words.task(task[2])}${task[3]}0${task[4]}`;
  return `${hashes}comment ${number()}`;
}

const perfFrame = /^(\s+)([\da-fA-F]+) (.*) \(([^()]*|\[[^\]]*\])\)$/;
const userFrame = /^(\s*=> )(\/[^[+ ]*|[^ ]*\/[^[+ ]*)(.*)$/;

export function redactFrame(line: string, words: WordNames, pointers: PointerNames): string {
  const perf = perfFrame.exec(line);
  if (perf !== null) {
    const [, blanks, address, symbol, file] = perf;
    const isKernel = file.startsWith('[') || file.endsWith('.ko');
    const name = isKernel || symbol === '[unknown]' ? symbol : symbol.replace(/^[^+]+/, text => words.of(text));
    return `${blanks}${pointers.of(address)} ${name} (${isKernel && !file.includes('/') ? file : words.of(file)})`;
  }
  const user = userFrame.exec(line);
  return redactPointers(user === null ? line : `${user[1]}${words.of(user[2])}${user[3]}`, pointers);
}

const graphSwitch = /^(\s*\d+\)\s+)(.*?)(-\d+\s+=>\s+)(.*?)(-\d+\s*)$/;
const graphComment = /\/\* (?![\w.$]+(?: |\())(.*?) \*\//;

/** A line of function_graph without an event; its task column is done by the caller. */
export function redactGraph(line: string, words: WordNames, pointers: PointerNames, number: () => number): string {
  const change = graphSwitch.exec(line);
  if (change !== null) return `${change[1]}${words.task(change[2])}${change[3]}${words.task(change[4])}${change[5]}`;
  return redactPointers(line.replace(graphComment, () => `/* marker ${number()} */`), pointers);
}

/** What is no line of a trace keeps its shape only. */
export const maskText = (text: string): string => text.replace(/\p{L}/gu, 'x').replace(/[1-9]/g, '0');
