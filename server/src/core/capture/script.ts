/** The recording script, put together. Everything that a person chose goes in as a checked constant; the rest is the same in every script. */
import { eventGroups } from './groups.js';
import type { CaptureOptions } from './options.js';
import { type FunctionProbe, functionProbes, lockProbes, rtLockProbes } from './probes.js';
import { buffer } from './shell/buffer.js';
import { checks } from './shell/checks.js';
import { functions } from './shell/functions.js';
import { locks } from './shell/locks.js';
import { machine } from './shell/machine.js';
import { record } from './shell/record.js';
import { write } from './shell/write.js';

/** A POSIX shell script. `madeBy`: program and version, e.g. `buddyscope 0.1.0`. */
export function captureScript(options: CaptureOptions, madeBy: string): string {
  const probes = options.groups.includes('reporting') ? functionProbes[options.interface] : [];
  const wanted = new Set(['vfs_read', 'next_zone', ...probes.map(probe => probe.function), ...[...lockProbes, ...rtLockProbes].map(probe => probe.function)]);
  return [
    head(options, madeBy), constants(options, madeBy), checks, notes(options), buffer, functions([...wanted].join('|')), machine,
    '# What is recorded.\n', reporting(probes), options.groups.includes('locks') ? locks : '', stock(options), missing, record, write,
  ].map(part => part.replace(/^\n/, '')).join('\n').replace(/\n{3,}/g, '\n\n');
}

const recordedText = ({ groups, tracepoints }: CaptureOptions): string => [...groups, ...tracepoints.map(event => event.replace('/', ':'))].join(', ');

function head(options: CaptureOptions, madeBy: string): string {
  const cost = eventGroups.filter(group => options.groups.includes(group.name)).map(group => `#   ${group.name.padEnd(10)} ${group.cost}`);
  return `#!/bin/sh
# Records a trace of this machine's page allocator for Buddyscope. Made by ${madeBy}.
#
#   sudo sh SCRIPT [OUT]       records for ${options.seconds} s at most, or until Ctrl-C, or until ${options.size} MB are full
#   sudo sh SCRIPT --clean     removes what a recording has left that was killed
#
# Let the machine do meanwhile what you want to see, then open OUT with Buddyscope: the command line, or VS Code.
#
# Changed while it runs, and taken back at the end, on Ctrl-C and on errors: a trace buffer of its own (or, where the kernel has none to give, the
# shared one, if nobody uses it), and probes of its own. It loads nothing and writes nothing but OUT.
#
# Recorded, and what it costs while it runs:
${cost.join('\n')}${options.tracepoints.length > 0 ? `\n#   ${recordedText({ ...options, groups: [] })}` : ''}
`;
}

const notes = (options: CaptureOptions): string => options.notes.map(text => `note ${quoted(text)}\n`).join('');

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const constants = (options: CaptureOptions, madeBy: string): string => `MADE_BY=${quoted(madeBy)}
MADE_FOR=${quoted(options.kernel ?? '')}
INTERFACE=${quoted(options.interface)}
LIMIT=${options.seconds}
SIZE=${options.size}
WITH_LOCKS=${options.groups.includes('locks') ? '1' : ''}
RECORDED=${quoted(recordedText(options))}
`;

/** `$retval` and `$stack` are the kernel's; `$A1` and its like are the script's. */
const inShell = (args: string): string => `"${args.replace(/\$(?!A\d)/g, '\\$')}"`;

function reporting(probes: readonly FunctionProbe[]): string {
  if (probes.length === 0) return '';
  const lines = probes.flatMap(({ label, function: name, entry, back, driver }) => {
    const head = driver ? `[ -z "$(function_of ${name})" ] || probe` : 'probe';
    return [
      ...(back === undefined ? [] : [`  ${head} ${label}_ret r ${name} ${inShell(back)}`]),
      ...(entry === undefined ? [] : [`  ${head} ${label} p ${name} ${inShell(entry)}`]),
    ];
  });
  const drivers = probes.filter(probe => probe.driver);
  if (drivers.length > 0) {
    const offer = 'QEMU offers it with -device virtio-balloon-pci,free-page-reporting=on.';
    const none = `note 'No driver is loaded that reports free pages (virtio_balloon or hv_balloon): no run of page reporting is to be expected. ${offer}'`;
    const idle = `if [ -n "$UNREGISTERED" ]; then note 'The balloon driver of this machine reports no free pages, because its host does not ask for them: no run is to be expected. ${offer}'; fi`;
    lines.push(`  case " $PROBES " in\n    ${drivers.map(({ label }) => `*" ${label} "*`).join(' | ')}) ${idle} ;;\n    *) ${none} ;;\n  esac`);
  }
  return `if [ -n "$KPROBES" ]; then\n${lines.join('\n')}\n  for p in $PROBES; do turn_on "$G/$p" || MISSING="$MISSING $p"; done\nfi\n`;
}

function stock(options: CaptureOptions): string {
  const events = [...eventGroups.filter(group => options.groups.includes(group.name)).flatMap(group => group.stock), ...options.tracepoints];
  return events.map(event => `record_event ${event}\n`).join('');
}

const missing = `[ -z "$MISSING" ] || note "This kernel does not have, or does not show:$MISSING"
[ -n "$ENABLED" ] || { say 'Nothing of what was chosen can be recorded here.'; exit 1; }
`;
