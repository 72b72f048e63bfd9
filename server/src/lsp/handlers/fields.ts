import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { isFields } from '../../protocol/guards.js';

export const invalid = (text: string): ResponseError => new ResponseError(ErrorCodes.InvalidParams, text);

/** What arrives over a connection has no shape until it was looked at. */
export class Fields {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(params: unknown) {
    this.values = isFields(params) ? params : {};
  }

  text(key: string): string {
    const value = this.values[key];
    if (typeof value !== 'string') throw invalid(`'${key}' must be a string`);
    return value;
  }

  whole(key: string): number {
    const value = this.values[key];
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalid(`'${key}' must be a whole number`);
    return value;
  }

  wholeOrNull(key: string): number | null {
    return this.values[key] === null ? null : this.whole(key);
  }

  of<T>(key: string, isWanted: (value: unknown) => value is T): T {
    const value = this.values[key];
    if (!isWanted(value)) throw invalid(`'${key}' has an unknown shape`);
    return value;
  }

  /** True only where it is said. */
  flag(key: string): boolean {
    return this.values[key] === true;
  }

  /** What LSP calls a progress token; undefined where there is none. */
  token(key: string): string | number | undefined {
    const value = this.values[key];
    return typeof value === 'string' || typeof value === 'number' ? value : undefined;
  }
}
