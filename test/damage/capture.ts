/** A capture of a real machine as lines, with what a line says of its CPU, its task and the zone lock. Read by expressions of its own, not by the parser. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { filesUnder, root } from '../support/repository.js';

export type LockStep = 'ask' | 'taken' | 'release';

export interface Row {
  readonly at: number;
  readonly cpu: number;
  /** The task, or the interrupts of one kind on the CPU. */
  readonly who: string;
  readonly flags: string;
  /** The event's label. */
  readonly name: string;
  readonly lock: { readonly step: LockStep; readonly variant: string; readonly address: string } | undefined;
}

export interface Capture {
  readonly name: string;
  readonly rt: boolean;
  readonly lines: readonly string[];
  readonly rows: readonly Row[];
}

const line = /^.{16,17}?-(\d+)\s+\[(\d+)\] (\S{5})\s+[\d.]+: (\w+): (.*)$/;
const entry = /^\((_raw_spin_|rt_spin_)((?:un)?lock)(_irqsave|_irqrestore|_irq|)\+\S+\) lock=(0x[0-9a-f]+)/;
const returned = /^\(\S+ <- _raw_spin_lock(_irqsave|_irq|)\) lock=(0x[0-9a-f]+)/;
const lockdep = /^([0-9a-f]{16}) &zone->lock$/;

/** What `lock_` and `rt_spin_` functions do to interrupts, as the releasing function of a pair is called. */
const variantOf = (suffix: string): string => ({ '_irqsave': 'irqsave', '_irqrestore': 'irqsave', '_irq': 'irq' }[suffix] ?? 'plain');

function lockOf(name: string, body: string, rt: boolean): Row['lock'] {
  const event = lockdep.exec(body);
  if (event && name === 'lock_acquire') return { step: 'ask', variant: 'lockdep', address: event[1] };
  if (event && name === 'lock_acquired') return { step: 'taken', variant: 'lockdep', address: event[1] };
  if (event && name === 'lock_release') return { step: 'release', variant: 'lockdep', address: event[1] };
  const after = returned.exec(body);
  if (after) return { step: 'taken', variant: variantOf(after[1]), address: after[2] };
  const at = entry.exec(body);
  // PREEMPT_RT's zone lock is taken by rt_spin_lock(); the others take the lock inside it.
  if (at === null || (at[1] === 'rt_spin_') !== rt) return undefined;
  return { step: at[2] === 'lock' ? 'ask' : 'release', variant: rt ? 'rt' : variantOf(at[3]), address: at[4] };
}

export function captureOf(name: string, text: string): Capture {
  const lines = text.split('\n');
  const rt = name.startsWith('k6.12rt');
  const rows = lines.flatMap((printed, at): Row[] => {
    const match = line.exec(printed);
    if (match === null) return [];
    const [, pid, cpu, flags, label, body] = match;
    const inInterrupt = flags[2] === '.' ? '' : ` ${flags[2]} of ${cpu}`;
    return [{ at, cpu: Number(cpu), who: pid === '0' ? `idle ${cpu}${inInterrupt}` : inInterrupt || pid, flags, name: label, lock: lockOf(label, body, rt) }];
  });
  return { name, rt, lines, rows };
}

export const captures: readonly Capture[] = filesUnder('test/fixtures/captures', '.txt.gz')
  .map(file => captureOf(basename(file, '.txt.gz'), gunzipSync(readFileSync(join(root, file))).toString('latin1')));

/** The probes' lines as lockdep prints the same sections: behind the switch of interrupts, addresses hashed. */
export function asLockdep(capture: Capture): Capture {
  const lines = [...capture.lines];
  for (const { at, flags, lock } of capture.rows) {
    if (lock === undefined) continue;
    const event = { ask: 'lock_acquire', taken: 'lock_acquired', release: 'lock_release' }[lock.step];
    const depth = Number.parseInt(flags[3] === '.' ? '0' : flags[3], 16) + 1;
    const inside = lock.step === 'ask' ? `d${flags.slice(1, 3)}${depth.toString(16)}${flags[4]}` : flags;
    lines[at] = lines[at].replace(` ${flags} `, ` ${inside} `).replace(/: \w+: \(.*$/, `: ${event}: 00000000${lock.address.slice(-8)} &zone->lock`);
  }
  return captureOf(`${capture.name}, as lockdep`, lines.join('\n'));
}
