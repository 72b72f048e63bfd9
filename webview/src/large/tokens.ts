/** Enough of a trace line's shape to colour it. The lines come from anywhere, so every pattern takes time in proportion to the line only. */
export type TokenKind = 'comment' | 'task' | 'cpu' | 'flags' | 'time' | 'event' | 'key' | 'number' | 'text';
export interface Token { readonly start: number; readonly end: number; readonly kind: TokenKind }

const head = /^\s*(\S[^[\n]{0,60}?-\d{1,10})\s+(?:\([ \d-]{1,10}\)\s+)?(\[\d{3,4}\])\s+(?:([A-Za-z.0-9#]{4,5})\s+)?(\d+(?:\.\d+)?):\s/d;
const name = /\s*([\w.]+)(?=:|\()/dy;
const argument = /\b([A-Za-z_][\w.]{0,40})=([^\s=,]*)/dg;
const numeric = /^-?(?:0x[0-9a-f]+|\d[\d.]*)$/i;

export function tokensOf(line: string): readonly Token[] {
  if (line.startsWith('#')) return [{ start: 0, end: line.length, kind: 'comment' }];
  const tokens: Token[] = [];
  const add = (range: readonly [number, number] | undefined, kind: TokenKind): void => {
    if (range !== undefined && range[0] < range[1]) tokens.push({ start: range[0], end: range[1], kind });
  };
  const parts = head.exec(line);
  if (parts?.indices !== undefined) {
    const [, task, cpu, flags, time] = parts.indices;
    add(task, 'task');
    add(cpu, 'cpu');
    add(flags, 'flags');
    add(time, 'time');
    name.lastIndex = parts[0].length - 1;
    add(name.exec(line)?.indices?.[1], 'event');
  }
  argument.lastIndex = tokens.at(-1)?.end ?? 0;
  for (const match of line.matchAll(argument)) {
    add(match.indices?.[1], 'key');
    add(match.indices?.[2], numeric.test(match[2] ?? '') ? 'number' : 'text');
  }
  return tokens;
}
