/** Words of the C expressions behind `print fmt:`. */

export interface Token { readonly kind: 'name' | 'number' | 'text' | 'mark' | 'end'; readonly text: string; readonly value: bigint }

const pattern = /\s*(?:([A-Za-z_]\w*)|(0[xX][\da-fA-F]+|\d+)[uUlL]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.))'|(->|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^~!<>?:(){}[\],.=]))/gsy;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', a: '\x07', e: '\x1b' };
const unescape = (text: string): string => text.replace(/\\(.)/gs, (_all, letter: string) => escapes[letter] ?? letter);
const endToken: Token = { kind: 'end', text: '', value: 0n };

/** Undefined where the text is no C expression. */
export function tokensOf(text: string): readonly Token[] | undefined {
  const out: Token[] = [];
  pattern.lastIndex = 0;
  for (let at = 0; at < text.trimEnd().length; at = pattern.lastIndex) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    out.push(tokenOf(match.slice(1)));
  }
  return [...out, endToken];
}

function tokenOf([name, number, text, char, mark]: readonly (string | undefined)[]): Token {
  if (name !== undefined) return { kind: 'name', text: name, value: 0n };
  if (number !== undefined) return { kind: 'number', text: number, value: /^0\d/.test(number) ? BigInt(`0o${number.slice(1)}`) : BigInt(number) };
  if (text !== undefined) return { kind: 'text', text: unescape(text), value: 0n };
  if (char !== undefined) return { kind: 'number', text: char, value: BigInt(unescape(char).charCodeAt(0)) };
  return { kind: 'mark', text: mark ?? '', value: 0n };
}
