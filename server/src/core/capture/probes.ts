/**
 * The kernel functions that are probed, for each interface. Labels are only labels: Buddyscope reads what a line means from the function in its
 * parenthesis. `$A1` to `$A4` are the function's arguments, in the notation that the kernel has.
 */
import type { InterfaceName } from '../trace/settings.js';

export interface FunctionProbe {
  readonly label: string;
  readonly function: string;
  /** Arguments of the entry probe; undefined: no entry probe. */
  readonly entry?: string;
  /** Arguments of the return probe, made before the entry's: made behind it, it would change what that one sees as its caller. */
  readonly back?: string;
  /** One of several drivers: its absence is not worth a word. */
  readonly driver?: true;
}

/** Entries of the scatterlist are 32 bytes: page_link, length over offset, DMA address, DMA length. An array holds 16 of them, two the whole batch. */
const batch = 'nents=$A3:u32 sg=+0($A2):x64[64] sg16=+512($A2):x64[64]';

/** The page reporting path of mm/page_reporting.c and the balloon drivers (5.7 and later). */
const mainline: readonly FunctionProbe[] = [
  { label: 'pr_register', function: 'page_reporting_register', entry: '', back: 'ret=$retval:s32' },
  { label: 'pr_unregister', function: 'page_reporting_unregister', entry: '', back: '' },
  { label: 'pr_notify', function: '__page_reporting_notify', entry: '' },
  { label: 'pr_process', function: 'page_reporting_process', entry: '', back: '' },
  // Its arguments are another set in each build: it is static, and compilers drop those that it does not use.
  { label: 'pr_drain', function: 'page_reporting_drain', entry: '', back: '' },
  { label: 'isolate', function: '__isolate_free_page', entry: 'page=$A1:x64 order=$A2:u32', back: 'ret=$retval:s32' },
  { label: 'putback', function: '__putback_isolated_page', entry: 'page=$A1:x64 order=$A2:u32 migratetype=$A3:s32', back: '' },
  { label: 'wmark_ok', function: 'zone_watermark_ok', entry: 'zone=$A1:x64 order=$A2:u32 mark=$A3:u64', back: 'ret=$retval:u8' },
  { label: 'vb_report', function: 'virtballoon_free_page_report', entry: batch, back: 'ret=$retval:s32', driver: true },
  { label: 'hv_report', function: 'hv_free_page_report', entry: batch, back: 'ret=$retval:s32', driver: true },
];

/** The posted series: what of them has arguments that a probe can read. The rest is printed by the patched kernel itself. */
const posted = (word: 'reporting' | 'hinting'): readonly FunctionProbe[] => [
  { label: 'startup', function: `page_${word}_startup`, entry: '', back: 'ret=$retval:s32' },
  { label: 'shutdown', function: `page_${word}_shutdown`, entry: '', back: '' },
  { label: 'request', function: `__page_${word}_request`, entry: 'zone=$A1:x64', back: '' },
  { label: 'process', function: `page_${word}_process`, entry: '', back: '' },
];

export const functionProbes: Readonly<Record<InterfaceName, readonly FunctionProbe[]>> = {
  'mainline': mainline,
  'reporting-v5': posted('reporting'),
  'hinting-v2': posted('hinting'),
  'walk-v29': [
    { label: 'walk', function: 'walk_free_mem_block', entry: 'min_order=$A2:s32', back: 'ret=$retval:s32' },
    { label: 'walk_list', function: 'walk_free_page_list', entry: 'zone=$A2:x64 order=$A3:s32 migratetype=$A4:s32', back: 'ret=$retval:s32' },
  ],
  'hint-list-v33': [{ label: 'hint_list', function: 'get_from_free_page_list', entry: 'order=$A1:s32 size=$A3:u32', back: 'ret=$retval:u32' }],
  // These two only allocate and free.
  'wilcox-buffer': [],
  'torvalds-alloc': [],
};

/** `needed`: without it the trace would show a lock that is taken and never released, or the other way round. */
export interface LockProbe { readonly label: string; readonly function: string; readonly does: 'take' | 'try' | 'release'; readonly needed: boolean }

const spin = (label: string, name: string, does: LockProbe['does'], needed = true): LockProbe => ({ label, function: name, does, needed });

export const lockProbes: readonly LockProbe[] = [
  spin('lock', '_raw_spin_lock', 'take'), spin('lock_irq', '_raw_spin_lock_irq', 'take'), spin('lock_irqsave', '_raw_spin_lock_irqsave', 'take'),
  spin('trylock', '_raw_spin_trylock', 'try', false),
  spin('unlock', '_raw_spin_unlock', 'release'), spin('unlock_irq', '_raw_spin_unlock_irq', 'release'),
  spin('unlock_irqrestore', '_raw_spin_unlock_irqrestore', 'release'),
];
/** PREEMPT_RT: the zone lock sleeps; the raw lock at its address is its inner wait lock. */
export const rtLockProbes: readonly LockProbe[] = [
  spin('lock', 'rt_spin_lock', 'take'), spin('trylock', 'rt_spin_trylock', 'try', false), spin('unlock', 'rt_spin_unlock', 'release'),
];
