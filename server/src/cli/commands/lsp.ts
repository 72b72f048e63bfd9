import type { Command } from '../command.js';
import { fail } from '../host.js';

export const lsp: Command = {
  name: 'lsp',
  operands: '--stdio',
  summary: 'the language server, for any editor',
  options: {
    stdio: { help: 'speak over standard input and output' },
    // Some clients add it; the protocol's package reads it from the arguments itself.
    clientProcessId: { value: 'PID', help: 'end when this process does' },
  },
  async run(args, host) {
    if (!args.has('stdio')) return fail(host, 'lsp needs --stdio: it speaks over standard input and output');
    if (args.files.length > 0) return fail(host, 'lsp takes no FILE; the editor sends the text');
    // Loaded here only: no other command pays for the protocol's packages.
    const { serve } = await import('../../lsp/serve.js');
    // The worker threads run this program, too: it may be all there is.
    serve(process.argv[1]);
    return 0;
  },
};
