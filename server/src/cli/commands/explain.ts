import { explainRule } from '../../core/index.js';
import type { Command } from '../command.js';
import { fail } from '../host.js';

export const explain: Command = {
  name: 'explain',
  operands: 'RULE-ID',
  summary: 'the page of a rule: what it means, why it matters, what to do',
  options: {},
  async run(args, host) {
    if (args.files.length !== 1) return fail(host, 'give one RULE-ID; `buddyscope rules` lists them');
    const page = explainRule(args.files[0]);
    if (page === undefined) return fail(host, `unknown rule '${args.files[0]}'; \`buddyscope rules\` lists them`);
    await host.out.write([page.endsWith('\n') ? page : `${page}\n`]);
    return 0;
  },
};
