import { captureDefaults, captureScript, checkCapture, defaultGroups, eventGroups, interfaceNames } from '../../core/index.js';
import { version } from '../../io/version.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { type ExitStatus, fail, type Host } from '../host.js';

async function run(args: Arguments, host: Host): Promise<ExitStatus> {
  if (args.files.length > 0) return fail(host, 'capture takes no FILE: it prints a script for the machine that is to be recorded');
  const seconds = args.whole('seconds', 1);
  if (!seconds.ok) return fail(host, seconds.reason);
  const size = args.whole('size', 1);
  if (!size.ok) return fail(host, size.reason);
  const choice = checkCapture({ kernel: args.last('kernel'), interface: args.last('interface'), seconds: seconds.value, size: size.value, events: args.last('events') });
  if (!choice.ok) return fail(host, choice.reason);
  for (const note of choice.options.notes) host.note(`buddyscope: ${note}`);
  await host.out.write([captureScript(choice.options, `buddyscope ${version}`)]);
  return 0;
}

export const capture: Command = {
  name: 'capture',
  operands: '',
  summary: 'prints a shell script that records a trace, to be run as root on the machine in question',
  more: [
    '', 'Groups of events, with what they cost while they are recorded:',
    ...eventGroups.flatMap(({ name, gives, cost }) => [`  ${name.padEnd(11)} ${gives}`, `  ${' '.repeat(11)} ${cost}`]),
    '', 'buddyscope capture --seconds 30 > capture.sh     makes the script',
    'sh capture.sh trace.ftrace                       as root on the machine: records while it does what you want to see',
    'buddyscope analyze trace.ftrace                  says what is wrong, or open the file in VS Code',
  ],
  options: {
    events: { value: 'LIST', help: `groups out of ${eventGroups.map(({ name }) => name).join(', ')}, and system:event; default ${defaultGroups.join(',')}` },
    seconds: { value: 'N', help: `the recording ends after N seconds; default ${captureDefaults.seconds}` },
    size: { value: 'MB', help: `memory for the trace buffer; when it is full, the recording ends; default ${captureDefaults.size}` },
    interface: { value: 'NAME', help: `the page reporting interface of the kernel: ${interfaceNames.join(', ')}; default ${captureDefaults.interface}` },
    kernel: { value: 'VERSION', help: 'the kernel that the script is for, e.g. 6.1; by default it looks for itself what there is' },
  },
  run,
};
