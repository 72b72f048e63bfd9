/** Names of addresses, from the text of /proc/kallsyms. */
import { decodeUtf8 } from '../parse/utf8.js';

const NEWLINE = 10;
const SPACE = 32;
const ABSOLUTE = 'A'.charCodeAt(0);
/** Addresses of a kernel differ in their low 48 bits. */
const LOW = 0xffff_ffff_ffffn;

export class Symbols {
  private sorted: { readonly addresses: Float64Array; readonly places: Uint32Array } | undefined;
  private readonly known = new Map<bigint, string>();

  constructor(private readonly text: Uint8Array) {}

  /** `name+0x10/0x120 [module]`, or the address where no symbol is known. */
  name(address: bigint, withOffset: boolean): string {
    const key = withOffset ? address : -1n - address;
    let name = this.known.get(key);
    if (name === undefined) {
      name = this.find(address, withOffset) ?? `0x${address.toString(16)}`;
      this.known.set(key, name);
    }
    return name;
  }

  private find(address: bigint, withOffset: boolean): string | undefined {
    const { addresses, places } = (this.sorted ??= sortSymbols(this.text));
    const wanted = Number(address & LOW);
    let low = 0;
    let high = addresses.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (addresses[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    if (low === 0 || low === addresses.length) return undefined;
    // Of several names of one address the first is meant.
    let at = low - 1;
    while (at > 0 && addresses[at - 1] === addresses[at]) at--;
    const line = decodeUtf8(this.text, places[at], lineEnd(this.text, places[at]));
    const match = /^([\da-f]+) \S (\S+)(?:\s+(\[[^\]]*\]))?/i.exec(line);
    if (match === null || BigInt(`0x${match[1]}`) >> 48n !== address >> 48n) return undefined;
    const [, , name, module] = match;
    const place = withOffset ? `+0x${(wanted - addresses[at]).toString(16)}/0x${(addresses[low] - addresses[at]).toString(16)}` : '';
    return name + place + (withOffset && module !== undefined ? ` ${module}` : '');
  }
}

function lineEnd(text: Uint8Array, from: number): number {
  const end = text.indexOf(NEWLINE, from);
  return end < 0 ? text.length : end;
}

function sortSymbols(text: Uint8Array): { addresses: Float64Array; places: Uint32Array } {
  const found: number[] = [];
  const starts: number[] = [];
  for (let at = 0; at < text.length; at = lineEnd(text, at) + 1) {
    const space = text.indexOf(SPACE, at);
    if (space < 0) break;
    if (text[space + 1] === ABSOLUTE) continue;
    const address = parseInt(decodeUtf8(text, Math.max(at, space - 12), space), 16);
    if (address > 0) { found.push(address); starts.push(at); }
  }
  const order = Uint32Array.from(found.keys()).sort((a, b) => found[a] - found[b] || starts[a] - starts[b]);
  return { addresses: Float64Array.from(order, i => found[i]), places: Uint32Array.from(order, i => starts[i]) };
}
