/** The events of ftrace itself, whose texts the kernel does not print by their formats. */
import type { EventFormat } from './fields.js';
import { print, printerOf, type Printer } from './printFormat.js';
import { piecesOfFormat, valuesOf } from './printf.js';
import type { ByteView } from './byteView.js';
import { fieldValue, isList, type Evaluation, type Value } from './values.js';

export interface Rendering {
  /** Whether the event's name stands in front of the text. */
  readonly isNamed: boolean;
  readonly text: Printer;
}

const number = (format: EventFormat, name: string, of: Evaluation): bigint => {
  const field = format.byName.get(name);
  const value = field === undefined ? undefined : fieldValue(of, field);
  return typeof value === 'bigint' ? value : 0n;
};

/** How the event is printed. function_graph's are not here: they need the event that follows. */
export function renderingOf(format: EventFormat): Rendering {
  const own = format.system === 'ftrace' ? ftraceText(format) : undefined;
  if (own !== undefined) return own;
  const printer = printerOf(format);
  if (format.byName.has('__probe_ip')) return { isNamed: true, text: of => printer(of).replace(/^\([\da-f]+\)/, () => `(${of.environment.symbol(number(format, '__probe_ip', of), true)})`) };
  if (format.byName.has('__probe_ret_ip')) return { isNamed: true, text: of => printer(of).replace(/^\([\da-f]+ <- [\da-f]+\)/, () => returnText(format, of)) };
  return { isNamed: true, text: printer };
}

/** As the kernel prints it: the caller in front, the function without an offset. */
const returnText = (format: EventFormat, of: Evaluation): string =>
  `(${of.environment.symbol(number(format, '__probe_ret_ip', of), true)} <- ${of.environment.symbol(number(format, '__probe_func', of), false)})`;

function ftraceText(format: EventFormat): Rendering | undefined {
  const at = (name: string) => (of: Evaluation): string => of.environment.symbol(number(format, name, of), false);
  switch (format.name) {
    case 'function': return { isNamed: true, text: of => `${at('ip')(of)} <-- ${at('parent_ip')(of)}` };
    case 'print': return { isNamed: true, text: of => `${at('ip')(of)}: ${String(valueOf(format, 'buf', of)).replace(/\n$/, '')}` };
    case 'bputs': return { isNamed: true, text: of => `${at('ip')(of)}: ${(of.environment.constant(number(format, 'str', of)) ?? '?').replace(/\n$/, '')}` };
    case 'bprint': return { isNamed: true, text: of => `${at('ip')(of)}: ${binaryPrint(format, of).replace(/\n$/, '')}` };
    case 'kernel_stack': return { isNamed: false, text: of => `<stack trace>${frames(format, of)}` };
    case 'user_stack': return { isNamed: false, text: of => `<user stack trace>${frames(format, of)}` };
    case 'raw_data': return { isNamed: true, text: of => rawText(format, of) };
    default: return undefined;
  }
}

const valueOf = (format: EventFormat, name: string, of: Evaluation): Value => {
  const field = format.byName.get(name);
  if (field === undefined) return undefined;
  // A text of no stated length goes to the end of the event.
  return field.size === 0 ? of.data.text(field.offset) : fieldValue(of, field);
};

function frames(format: EventFormat, of: Evaluation): string {
  const field = format.byName.get('caller');
  if (field === undefined) return '';
  const list = fieldValue(of, { ...field, size: 0 });
  const addresses = isList(list) ? list.filter(entry => typeof entry === 'bigint') : [];
  // Every bit set, or zero, ends a trace that did not fill its place.
  const end = addresses.findIndex(address => address === 0n || BigInt.asIntN(64, address) === -1n);
  return addresses.slice(0, end < 0 ? addresses.length : end).map(address => `\n => ${of.environment.symbol(address, false)}`).join('');
}

function rawText(format: EventFormat, of: Evaluation): string {
  const from = format.byName.get('buf')?.offset ?? of.data.length;
  const bytes = [...of.data.bytes.subarray(from)].map(byte => byte.toString(16).padStart(2, '0'));
  return `# ${number(format, 'id', of).toString(16)} buf: ${bytes.join(' ')}`;
}

/** The values of trace_printk() as the kernel packs them: in words of four bytes, texts in place. */
function binaryPrint(format: EventFormat, of: Evaluation): string {
  const text = of.environment.constant(number(format, 'fmt', of));
  const pieces = text === undefined ? undefined : piecesOfFormat(text);
  const start = format.byName.get('buf')?.offset;
  if (pieces === undefined || start === undefined) return text ?? '?';
  const values: Value[] = [];
  let at = start;
  for (const piece of pieces) {
    if (typeof piece === 'string') continue;
    for (let i = 1; i < valuesOf(piece); i++) { at = aligned(at, 4); values.push(of.data.unsigned(at, 4)); at += 4; }
    const packed = unpacked(of.data, at, piece.kind, piece.length, of.environment.longSize);
    values.push(packed.value);
    at = packed.end;
  }
  return print(pieces, values, of);
}

const aligned = (at: number, size: number): number => Math.ceil(at / size) * size;

function unpacked(data: ByteView, at: number, kind: string, length: string, longSize: number): { value: Value; end: number } {
  if (kind === 's') {
    const nul = data.bytes.indexOf(0, at);
    return { value: data.text(at), end: (nul < 0 ? data.length : nul) + 1 };
  }
  const size = kind.startsWith('p') || /^[lzt]$/.test(length) ? longSize : /^(?:ll|L|q|j)$/.test(length) ? 8 : length === 'hh' || kind === 'c' ? 1 : length === 'h' ? 2 : 4;
  const from = aligned(at, Math.min(size, 4));
  return { value: kind === 'd' || kind === 'i' ? data.signed(from, size) : data.unsigned(from, size), end: from + size };
}
