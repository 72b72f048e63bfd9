import type { Command } from '../command.js';
import { fail } from '../host.js';

/** A command of the contract that this version does not have; any arguments are accepted, so that the answer is always this one. */
const notBuilt = (name: string, operands: string, summary: string): Command => ({
  name,
  operands,
  summary: `${summary} (not built yet)`,
  options: {},
  run: (_args, host) => Promise.resolve(fail(host, `${name} is not built yet in this version; \`buddyscope --help\` lists what is`)),
});

export const laterCommands: readonly Command[] = [
  notBuilt('reduce', 'FILE --finding N', 'the smallest trace that still shows a finding'),
  notBuilt('compare', 'A B', 'two captures and their differences'),
  notBuilt('simulate', 'FILE --interface NAME', 'the same load under another interface'),
  notBuilt('explore', '--interface NAME', 'every schedule within bounds'),
];
