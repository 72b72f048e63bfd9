/** What stands behind the context of a line: addresses and names in the arguments of events. */
import type { PointerNames } from './pointerNames.js';
import type { WordNames } from './wordNames.js';

const hexToken = /(?<![\w.$+/])(0x)?([0-9a-fA-F]{8,16})(?![\w.$])/g;
const pointerKey = /^(?:page|ptr|lock|work|zone|array|prdev|sgl?|addr|address|vmemmap|[ap]\d+|struct)$/;
/** Their addresses are physical and part of the analysis. */
const physicalText = /free_page_hint|free_page_list/;

function isPointer(prefix: boolean, digits: string, key: string): boolean {
  if (/pfn/.test(key)) return false;
  if (pointerKey.test(key)) return true;
  const significant = digits.replace(/^0+/, '').length;
  // A count of 16 decimal digits has no zero in front; a hashed pointer of decimal digits only has eight.
  if (!prefix) return digits.length === 16 && (digits.startsWith('0') || /[a-f]/i.test(digits));
  // Between a user's address and a kernel's lie flags and other words of bits.
  return significant === 16 || (significant >= 11 && significant <= 13 && key !== 'flags');
}

/** `text` begins with the event's name where there is one. */
export function redactPointers(text: string, pointers: PointerNames): string {
  if (physicalText.test(text)) return text;
  return text.replace(hexToken, (token: string, prefix: string | undefined, digits: string, at: number) => {
    const key = /(\w+)=["{<(]?$/.exec(text.slice(Math.max(0, at - 32), at))?.[1] ?? '';
    return isPointer(prefix !== undefined, digits, key) ? (prefix ?? '') + pointers.of(digits) : token;
  });
}

/** `prev_comm=a b prev_pid=1`, `comm=x pid=2`, `newcomm=y oom_score_adj=0`, `task=z`; a name may hold blanks. */
const pairedComm = /\b(\w*)comm=(.*?)(?= \1pid=)/g;
const looseComm = /\b((?:old|new|child_|parent_)?comm|task|command)=(?!["{])([^=]*?)(?=$| \w+=)/g;
const shortSwitch = /^([ \t]*)(.*?):(\d+ \[-?\d+\] \S+ ==> )(.*?):(\d+ \[-?\d+\])/;
const shortWakeup = /^([ \t]*)(?!\w+=)([^ \t].*?):(\d+ \[-?\d+\])/;

/** `text` is what follows the event's name. */
export function redactTasks(text: string, words: WordNames): string {
  const short = shortSwitch.exec(text);
  if (short !== null) return `${short[1]}${words.task(short[2])}:${short[3]}${words.task(short[4])}:${short[5]}${text.slice(short[0].length)}`;
  const woken = shortWakeup.exec(text);
  if (woken !== null) return `${woken[1]}${words.task(woken[2])}:${woken[3]}${text.slice(woken[0].length)}`;
  if (!/comm=|task=|command=/.test(text)) return text;
  const paired = text.replace(pairedComm, (_all, prefix: string, comm: string) => `${prefix}comm=${words.task(comm)}`);
  if (paired !== text || /\b\w*comm=.* \w*pid=/.test(text)) return paired;
  return text.replace(looseComm, (_all, key: string, comm: string) => `${key}=${/^-?\d+$/.test(comm) ? comm : words.task(comm)}`);
}

/** Keys whose values are words of the kernel, or were replaced by `redactTasks`. */
const kernelKey = /^(?:\w*comm|task|command|function|func|caller|call_site|callsite|symbol|sym|callback|state|prev_state|action|type|flags|\w+_flags|zone|name|reason|mode|\w*migratetype|device|driver)$/;
/** Numbers, capitals (flags), symbols with an offset. */
const plainWord = /^[-+(){}[\],.:;|<>*/%#]*(?:(?:0x)?[\da-fA-F]+[-+(){}[\],.:;|<>*/%]*|[A-Z_|\d]+|[\w.$]+\+0x[\da-f]+(?:\/0x[\da-f]+)?[),]?)?$/;

const noKeys: ReadonlySet<string> = new Set();

/** The arguments of an event that the catalogue does not know: whatever is not plainly a number or a word of the kernel goes. `kept`: keys whose values stay. */
export function redactUnknown(text: string, words: WordNames, kept = noKeys): string {
  return text.replace(/(?:(\w+)=)?("[^"]*"|[^ \t]+)/g, (all: string, key: string | undefined, value: string) => {
    if (plainWord.test(value) || (key !== undefined && (kernelKey.test(key) || kept.has(key)))) return all;
    const [open, inner, close] = /^(["({[]?)(.*?)(["')}\],;:]*)$/s.exec(value)?.slice(1) ?? ['', value, ''];
    return `${key === undefined ? '' : `${key}=`}${open}${words.of(inner)}${close}`;
  });
}
