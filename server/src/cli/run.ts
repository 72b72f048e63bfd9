import { version } from '../io/version.js';
import { Arguments, parseArguments } from './arguments.js';
import type { Command } from './command.js';
import { analyze } from './commands/analyze.js';
import { capture } from './commands/capture.js';
import { explain } from './commands/explain.js';
import { lsp } from './commands/lsp.js';
import { laterCommands } from './commands/notBuilt.js';
import { redact } from './commands/redact.js';
import { rules } from './commands/rules.js';
import { series } from './commands/series.js';
import { state } from './commands/state.js';
import { commandHelp, overview } from './help.js';
import { type ExitStatus, fail, type Host } from './host.js';

const commands: readonly Command[] = [analyze, state, series, capture, redact, rules, explain, lsp, ...laterCommands];

export async function runCommandLine(argv: readonly string[], host: Host): Promise<ExitStatus> {
  const [name, ...rest] = argv;
  if (name === undefined) return fail(host, 'no command given; `buddyscope --help` lists them');
  if (name === '--help' || name === '-h' || name === 'help') {
    await host.out.write(overview(commands));
    return 0;
  }
  if (name === '--version') {
    await host.out.write([`${version}\n`]);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return fail(host, `unknown command '${name}'; \`buddyscope --help\` lists them`);
  if (rest.includes('--help') || rest.includes('-h')) {
    await host.out.write(commandHelp(command));
    return 0;
  }
  if (laterCommands.includes(command)) return command.run(new Arguments([], new Map()), host);
  const args = parseArguments(name, command.options, rest);
  return args.ok ? command.run(args.value, host) : fail(host, args.reason);
}
