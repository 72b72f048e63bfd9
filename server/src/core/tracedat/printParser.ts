/** Compiles one argument of a print format; expressions that are not understood give undefined. */
import type { EventFormat, Field } from './fields.js';
import { cast, combine, isTypeWord, levels, prefixed } from './operators.js';
import { call } from './printCalls.js';
import type { Token } from './printTokens.js';
import { fieldValue, isList, isTrue, toNumber, type Expression } from './values.js';

export class PrintParser {
  private at = 0;
  /** Set where the text is not understood; then no result counts. */
  isBroken = false;

  constructor(private readonly tokens: readonly Token[], readonly format: EventFormat) {}

  get isAtEnd(): boolean {
    return this.tokens[this.at].kind === 'end';
  }

  peek(text: string, ahead = 0): boolean {
    const token = this.tokens.at(Math.min(this.at + ahead, this.tokens.length - 1));
    return token?.kind === 'mark' && token.text === text;
  }

  skip(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at++;
    return true;
  }

  expect(text: string): void {
    if (!this.skip(text)) this.isBroken = true;
  }

  /** The next token, whatever it is. */
  next(): Token {
    const token = this.tokens[this.at];
    if (token.kind === 'end') this.isBroken = true;
    else this.at++;
    return token;
  }

  /** String literals that stand next to each other are one. */
  text(): string | undefined {
    let text: string | undefined;
    while (this.tokens[this.at].kind === 'text') text = (text ?? '') + this.next().text;
    return text;
  }

  expression(): Expression {
    const condition = this.binary(0);
    if (!this.skip('?')) return condition;
    // `a ?: b`
    if (this.skip(':')) {
      const other = this.expression();
      return of => { const value = condition(of); return isTrue(value) ? value : other(of); };
    }
    const yes = this.expression();
    this.expect(':');
    const no = this.expression();
    return of => (isTrue(condition(of)) ? yes(of) : no(of));
  }

  private binary(level: number): Expression {
    if (level >= levels.length) return this.unary();
    let left = this.binary(level + 1);
    while (!this.isBroken) {
      const token = this.tokens[this.at];
      if (token.kind !== 'mark' || !levels[level].includes(token.text)) break;
      this.at++;
      left = combine(token.text, left, this.binary(level + 1));
    }
    return left;
  }

  private unary(): Expression {
    if (this.isBroken) return () => undefined;
    for (const operator of ['!', '~', '-', '+']) if (this.skip(operator)) return prefixed(operator, this.unary());
    // The place of a field is as good as the field, for texts and arrays.
    if (this.skip('&') || this.skip('*')) return this.unary();
    if (this.peek('(')) {
      const type = this.typeInParentheses();
      if (type !== undefined) return cast(type, this.unary());
    }
    return this.postfix(this.primary());
  }

  /** `(unsigned long)`; undefined, with nothing taken, where the parenthesis holds something else. */
  private typeInParentheses(): string | undefined {
    const from = this.at;
    this.at++;
    const words: string[] = [];
    for (let token = this.tokens[this.at]; token.kind === 'name' && (isTypeWord(token.text) || /^(?:struct|enum|union)$/.test(words.at(-1) ?? '')); token = this.tokens[this.at]) {
      words.push(token.text);
      this.at++;
    }
    while (words.length > 0 && (this.skip('*') || (this.tokens[this.at].text === 'const' && this.next().text !== ''))) words.push('*');
    if (words.length > 0 && this.skip(')')) return words.join(' ');
    this.at = from;
    return undefined;
  }

  private primary(): Expression {
    if (this.skip('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    const text = this.text();
    if (text !== undefined) return () => text;
    const token = this.next();
    if (token.kind === 'number') return () => token.value;
    if (token.kind !== 'name') this.isBroken = true;
    if (token.text === 'REC' && this.skip('->')) return this.field(this.next().text);
    if (token.text === 'sizeof') return this.sizeOf();
    if (this.skip('(')) return call(token.text, this);
    // A variable or constant of the kernel whose value the file does not tell.
    return () => undefined;
  }

  private sizeOf(): Expression {
    const type = this.peek('(') ? this.typeInParentheses() : undefined;
    if (type === undefined) { this.isBroken = true; return () => undefined; }
    return of => (/\*|\blong\b/.test(type) ? BigInt(of.environment.longSize) : /64/.test(type) ? 8n : /short|16/.test(type) ? 2n : /char|8/.test(type) ? 1n : 4n);
  }

  private field(name: string): Expression {
    const field = this.format.byName.get(name);
    if (field === undefined) { this.isBroken = true; return () => undefined; }
    return of => fieldValue(of, field);
  }

  private postfix(start: Expression): Expression {
    let value = start;
    while (this.skip('[')) {
      const array = value;
      const index = this.expression();
      this.expect(']');
      value = of => {
        const list = array(of);
        const at = toNumber(index(of));
        return isList(list) && at !== undefined ? list.at(Number(at)) : undefined;
      };
    }
    if (this.peek('.') || this.peek('->')) this.isBroken = true;
    return value;
  }

  /** The field that a call such as `__get_str(name)` names. */
  fieldNamed(): Field | undefined {
    const token = this.next();
    const field = token.kind === 'name' ? this.format.byName.get(token.text) ?? this.format.byName.get(`__data_loc_${token.text}`) : undefined;
    if (field === undefined) this.isBroken = true;
    return field;
  }
}
