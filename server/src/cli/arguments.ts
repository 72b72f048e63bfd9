import { parseArgs } from 'node:util';
import { failure, type Result, success } from '../io/result.js';

export interface OptionSpec {
  /** Placeholder of its value; absent for a switch. */
  readonly value?: string;
  readonly help: string;
  readonly notBuilt?: true;
}
export type OptionTable = Readonly<Record<string, OptionSpec>>;

export class Arguments {
  constructor(readonly files: readonly string[], private readonly values: ReadonlyMap<string, readonly string[]>) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** The last one given counts. */
  last(name: string): string | undefined {
    return this.all(name).at(-1);
  }

  oneOf<T extends string>(name: string, allowed: readonly [T, ...T[]]): Result<T> {
    const given = this.last(name);
    if (given === undefined) return success(allowed[0]);
    const found = allowed.find((text) => text === given);
    return found === undefined ? failure(`--${name} '${given}' is not one of ${allowed.join(', ')}`) : success(found);
  }

  whole(name: string, least: number): Result<number | undefined> {
    const given = this.last(name);
    if (given === undefined) return success(undefined);
    const number = Number(given);
    if (!/^\d+$/.test(given) || !Number.isSafeInteger(number) || number < least) {
      return failure(`--${name} needs a whole number of at least ${least}, not '${given}'`);
    }
    return success(number);
  }
}

const short: Readonly<Record<string, string>> = { h: 'help', o: 'output' };

export function parseArguments(command: string, options: OptionTable, argv: readonly string[]): Result<Arguments> {
  const table: Record<string, { type: 'string' | 'boolean'; short?: string }> = { help: { type: 'boolean' } };
  for (const [name, spec] of Object.entries(options)) table[name] = { type: spec.value === undefined ? 'boolean' : 'string' };
  for (const [letter, name] of Object.entries(short)) if (Object.hasOwn(table, name)) table[name].short = letter;
  // Not strict: node's own messages are several sentences; the tokens are checked here.
  const { tokens } = parseArgs({ args: [...argv], options: table, strict: false, tokens: true, allowPositionals: true });
  const files: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const name = token.rawName.startsWith('--') ? token.name : short[token.name] ?? token.name;
    const spec = name === 'help' ? { help: '' } : Object.hasOwn(options, name) ? options[name] : undefined;
    if (spec === undefined) return failure(`unknown option '${token.rawName}'; \`buddyscope ${command} --help\` lists the options`);
    if ('notBuilt' in spec) return failure(`--${name} is not built yet in this version`);
    if (!('value' in spec) && token.value !== undefined) return failure(`--${name} takes no value`);
    if ('value' in spec && token.value === undefined) return failure(`--${name} needs a value: --${name} ${String(spec.value)}`);
    values.set(name, [...(values.get(name) ?? []), token.value ?? '']);
  }
  return success(new Arguments(files, values));
}
