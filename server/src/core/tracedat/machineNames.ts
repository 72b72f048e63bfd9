/** What the file tells of names: tasks, symbols, texts of constants. */
import { Symbols } from './symbols.js';
import type { TraceFile } from './traceFile.js';
import type { Environment } from './values.js';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\' };

export function environmentOf(file: TraceFile, longSize: number): Environment {
  const symbols = new Symbols(file.kallsyms);
  const tasks = new Map<number, string>([...file.cmdlines.matchAll(/^(\d+) (.*)$/gm)].map(([, pid, comm]) => [Number(pid), comm]));
  tasks.set(0, '<idle>');
  let constants: Map<bigint, string> | undefined;
  return {
    longSize,
    symbol: (address, withOffset) => symbols.name(address, withOffset),
    constant: address => (constants ??= constantsOf(file.printk)).get(address),
    task: pid => tasks.get(pid) ?? '<...>',
  };
}

/** `0xffffffff9fb4aef8 : "CPU_ON"`, a line each. */
function constantsOf(text: string): Map<bigint, string> {
  return new Map([...text.matchAll(/^\s*0x([\da-f]+)\s*:\s*"(.*)"\s*$/gmi)]
    .map(([, address, constant]) => [BigInt(`0x${address}`), constant.replace(/\\(.)/g, (_all, letter: string) => escapes[letter] ?? letter)]));
}
