import type { Command } from './command.js';

export function* overview(commands: readonly Command[]): Generator<string> {
  yield 'usage: buddyscope COMMAND ...\n\n';
  const rows = commands.map(({ name, operands, summary }) => ({ head: `${name} ${operands}`.trimEnd(), summary }));
  const width = Math.max(...rows.map(({ head }) => head.length));
  for (const { head, summary } of rows) yield `  ${head.padEnd(width)}  ${summary}\n`;
  yield '\nFILE is a path, or - for standard input; a .gz file and a trace.dat of trace-cmd are read as they are.\n';
  yield '`buddyscope COMMAND --help` lists the options of a command; `buddyscope --version` prints the version.\n';
  yield 'Exit status: 0 nothing found, 1 findings, 2 wrong usage or unreadable input.\n';
}

export function* commandHelp({ name, operands, summary, options, more = [] }: Command): Generator<string> {
  yield `usage: ${`buddyscope ${name} ${operands}`.trimEnd()}${Object.keys(options).length > 0 ? ' [OPTION...]' : ''}\n\n${summary}\n`;
  const rows = Object.entries(options).map(([option, { value, help, notBuilt }]) => ({
    head: `--${option}${value === undefined ? '' : ` ${value}`}`,
    help: notBuilt === true ? `${help} (not built yet)` : help,
  }));
  if (rows.length > 0) yield '\n';
  const width = Math.max(0, ...rows.map(({ head }) => head.length));
  for (const { head, help } of rows) yield `  ${head.padEnd(width)}  ${help}\n`;
  for (const line of more) yield `${line}\n`;
}
