import { ruleInfos, rulesJson, rulesText } from '../../core/index.js';
import type { Command } from '../command.js';
import { fail } from '../host.js';

export const rules: Command = {
  name: 'rules',
  operands: '',
  summary: 'all rules with severity, group and what they say',
  options: { format: { value: 'text|json', help: 'text is the default' } },
  async run(args, host) {
    if (args.files.length > 0) return fail(host, 'rules takes no FILE; `buddyscope explain RULE-ID` explains one');
    const format = args.oneOf('format', ['text', 'json']);
    if (!format.ok) return fail(host, format.reason);
    await host.out.write(format.value === 'json' ? [rulesJson(ruleInfos)] : rulesText(ruleInfos));
    return 0;
  },
};
