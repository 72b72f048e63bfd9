/** The script at work, under every shell that is here, on a folder that looks like a machine: what it refuses, what it writes, and that nothing stays changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureScript, checkCapture, openStream } from '../../../server/src/core/index.js';
import { type FakeOptions, type FakeRun, fakeMachine, probeable, probesLeft, tracefs } from '../../support/fakeMachine.js';
import { shells } from '../../support/shells.js';

function scriptOf(request: Parameters<typeof checkCapture>[0] = {}): string {
  const choice = checkCapture({ seconds: 2, ...request });
  assert.ok(choice.ok);
  return captureScript(choice.options, 'buddyscope test');
}

/** Everything is as before, apart from the probe list, in which nothing is left. */
function assertUntouched({ before, after }: FakeRun, apart: readonly string[] = []): void {
  const probes = `${tracefs}/kprobe_events`;
  const without = (files: ReadonlyMap<string, string>): object => Object.fromEntries([...files].filter(([name]) => name !== probes && !apart.includes(name)));
  assert.deepEqual(without(after), without(before));
  assert.deepEqual(probesLeft(after.get(probes) ?? ''), []);
}

function assertRefused(run: FakeRun, reason: RegExp): void {
  assert.equal(run.status, 2, run.err);
  assert.match(run.err, reason);
  assert.match(run.err, /Nothing was changed\.\n$/);
  assert.deepEqual([run.out, run.file], ['', undefined]);
  assert.deepEqual([...run.after], [...run.before]);
}

/** What Buddyscope makes of the file. */
function analysed(text: string): { readonly unrecognised: number; readonly rules: readonly string[]; readonly zones: readonly string[]; readonly lost: number; readonly interface: string | null } {
  const stream = openStream({});
  stream.push(Buffer.from(text));
  const { findings, summary } = stream.end();
  return {
    unrecognised: summary.unrecognisedLines, rules: findings.map(({ rule }) => rule), lost: summary.lostEvents, interface: summary.interface,
    zones: summary.zones.map(zone => `${zone.zone} ${zone.startPfn}-${zone.endPfn} ${zone.nrFree.join(',')}`),
  };
}

const noTracefs = Object.fromEntries(['tracing_on'].map(name => [`${tracefs}/${name}`, undefined]));

const lockFunctions = ['next_zone', ...['lock', 'lock_irq', 'lock_irqsave', 'trylock', 'unlock', 'unlock_irq', 'unlock_irqrestore'].map(suffix => `_raw_spin_${suffix}`)];
const withLocks = (without?: string): Readonly<Record<string, string>> =>
  ({ [`${tracefs}/available_filter_functions`]: `${[...probeable, ...lockFunctions.filter(name => name !== without)].join('\n')}\n` });
const seen = (label: string, text: string): string => `              sh-107     [000] .....     3.812660: ${label}: (sym+0x0/0x70) ${text}\n`;
/** Three zones, the last one without memory; their locks at one distance, among others; the middle of them lies across a 4 GiB border. */
const zoneAddresses = ['0xff483f65fffffa00', '0xff483f6600000000', '0xff483f6600000600'];
const lockAddresses = ['0xff483f65fffffed0', '0xff483f66000004d0', '0xff483f6600000ad0'];
const zones = [...zoneAddresses.map(address => seen('a_zone', `zone=${address}`)), seen('a_zone', `zone=${zoneAddresses[0]}`),
  ...['0xff483f65fffffa10', ...lockAddresses, '0xffffffff938d6880', lockAddresses[0]].map(address => seen('a_lock', `lock=${address}`))].join('');
/** Raw pointers of pages of 64 bytes from 0xffde8d4200000000. */
const pages = ['1fdb8', '4c9c', '13f16', '1b1a'].map(pfn => seen('x', '').replace(/x: .*\n/, `mm_page_alloc: page=${(0xffde8d4200000000n + BigInt(`0x${pfn}`) * 64n).toString(16)} pfn=0x${pfn} order=0 migratetype=0 gfp_flags=\n`)).join('');

const refusals: readonly (readonly [string, FakeOptions, RegExp])[] = [
  ['without root', { preamble: 'id() { echo 1000; }' }, /needs root: sudo sh/],
  ['without tracefs mounted', { files: noTracefs }, /not mounted .* mount -t tracefs nodev \/sys\/kernel\/tracing/],
  ['on a kernel without tracefs', { files: { ...noTracefs, 'proc/filesystems': 'nodev\tproc\n' } }, /does not offer it/],
  ['while the shared buffer is in use and there is no other', { instances: false, files: { [`${tracefs}/set_event`]: 'sched:sched_switch\n' } }, /in use/],
  ['while a tracer runs', { instances: false, files: { [`${tracefs}/current_tracer`]: 'function\n' } }, /in use/],
  ['while the shared buffer holds a trace', { instances: false, files: { [`${tracefs}/trace`]: '# tracer: nop\n sh-1 [000] ..... 1.000000: sys_enter: NR 1\n' } }, /in use/],
  ['where the file is there already', { args: ['.'] }, /exists already/],
  ['where the file cannot be put', { args: ['/no/such/folder/x.ftrace'] }, /cannot be written/],
];

for (const shell of shells) {
  const name = shell.join(' ');

  for (const [when, options, reason] of refusals) {
    test(`${name}: refuses ${when}`, async (t) => {
      assertRefused(await fakeMachine(t, { shell, ...options }).run(scriptOf()), reason);
    });
  }

  test(`${name}: says that no run is to be expected where nobody has registered for page reporting`, async (t) => {
    const note = /^# Note: The balloon driver of this machine reports no free pages/m;
    for (const order of ['-1', '4294967295', '11']) {
      const run = await fakeMachine(t, { shell, files: { 'sys/module/page_reporting/parameters/page_reporting_order': `${order}\n` } }).run(scriptOf());
      assert.match(run.file ?? '', note);
      assert.doesNotMatch(run.file ?? '', /page_reporting_order=/);
    }
    // Before Linux 5.14 there is no such parameter.
    for (const order of ['9\n', undefined]) {
      const run = await fakeMachine(t, { shell, files: { 'sys/module/page_reporting/parameters/page_reporting_order': order } }).run(scriptOf());
      assert.doesNotMatch(run.file ?? '', note);
    }
  });

  test(`${name}: records into a buffer of its own and leaves nothing behind`, async (t) => {
    const run = await fakeMachine(t, { shell }).run(scriptOf());
    assert.equal(run.status, 0, run.err);
    assertUntouched(run);
    const lines = (run.file ?? '').split('\n');
    assert.equal(lines[0], '# buddyscope: interface=mainline kernel=6.1.0-fake page_shift=12 max_order=11 pageblock_order=9 page_reporting_order=9 preempt_rt=0'
      + ' migrate_types=Unmovable,Movable,Reclaimable,HighAtomic,Isolate');
    assert.equal(lines[1], '# buddyscope: zone=DMA node=0 start_pfn=1 end_pfn=4096 present=3998 managed=3840 min=22 low=27 high=32');
    assert.equal(lines[2], '# buddyscope: zone=DMA32 node=0 start_pfn=4096 end_pfn=131040 present=126944 managed=112697 min=652 low=815 high=978');
    assert.match(run.file ?? '', /^# Recorded by buddyscope test on 6\.1\.0-fake x86_64, .*: reporting, kmem, locks$/m);
    const { unrecognised, rules, interface: protocol } = analysed(run.file ?? '');
    assert.deepEqual([unrecognised, rules, protocol], [0, [], 'mainline']);
  });

  test(`${name}: the probes are those that the kernel can have, and each is enabled`, async (t) => {
    const run = await fakeMachine(t, { shell, preamble: 'during() { for p in "$B"/events/buddyscope_*/*; do printf "%s %s\\n" "$(basename "$p")" "$(cat "$p/enable")"; done >&2; }' }).run(scriptOf({ events: 'reporting', seconds: 1 }));
    const log = run.after.get(`${tracefs}/kprobe_events`) ?? '';
    const probes = [...log.matchAll(/^([pr]):buddyscope_\d+\/(\w+) (\S+)(.*)$/gm)].map(match => `${match[1]} ${match[2]} ${match[3]}${match[4]}`.trimEnd());
    assert.ok(probes.includes('p isolate __isolate_free_page page=$arg1:x64 order=$arg2:u32'));
    assert.ok(probes.includes('r isolate_ret __isolate_free_page ret=$retval:s32'));
    assert.ok(probes.includes('p pr_drain page_reporting_drain.constprop.0'));
    assert.ok(probes.some(probe => probe.startsWith('p vb_report virtio_balloon:virtballoon_free_page_report nents=$arg3:u32 sg=')));
    assert.ok(!probes.some(probe => /cold|_other|register/.test(probe)), probes.join('\n'));
    assert.match(run.err, /does not have, or does not show: page_reporting_register page_reporting_unregister/);
    assert.match(run.err, /^isolate 1\nisolate_ret 1$/m);
    assert.doesNotMatch(run.err, /^(?!a_|\w*lock)\w+ 0$/m);
  });

  test(`${name}: zones, their locks and the pages are found, and the lock probes keep to the zone locks`, async (t) => {
    const preamble = 'during() { for p in "$B"/events/buddyscope_*/* "$B"/events/lock/*; do printf "%s %s %s\\n" "$(basename "$p")" "$(cat "$p/enable")" "$(cat "$p/filter")"; done >&2; }';
    const run = await fakeMachine(t, { shell, zones, pages, files: withLocks(), preamble }).run(scriptOf({ seconds: 1 }));
    assert.equal(run.status, 0, run.err);
    assertUntouched(run);
    assert.match(run.file ?? '', /^# buddyscope: .* vmemmap=0xffde8d4200000000 page_struct=64$/m);
    for (const [i, zone] of ['DMA', 'DMA32'].entries()) assert.match(run.file ?? '', new RegExp(`^# buddyscope: zone=${zone} .* addr=${zoneAddresses[i]} lock=${lockAddresses[i]}$`, 'm'));
    const filter = (field: string): string => lockAddresses.map(address => `${field} == ${address}`).join(' || ');
    const taken = new Map([...run.err.matchAll(/^(\w+) 1 (.*)$/gm)].map(match => [match[1], match[2]]));
    // The fake kernel takes everything, so it has return probes with arguments, too.
    for (const probe of ['got_lock', 'got_lock_irq', 'got_lock_irqsave', 'got_trylock', 'unlock', 'unlock_irq', 'unlock_irqrestore']) assert.equal(taken.get(probe), filter('lock'), probe);
    assert.equal(taken.get('contention_begin'), filter('lock_addr'));
    assert.equal(taken.get('isolate'), 'none');
  });

  for (const [why, options, reason] of [
    ['whose zones are not found', { zones: zones.replaceAll(lockAddresses[1], '0xff483f66000004d8'), files: withLocks() }, /addresses of the zone locks could not be found/],
    ['that inlines its unlocks', { zones, files: withLocks('_raw_spin_unlock_irq') }, /cannot probe _raw_spin_unlock_irq/],
  ] as const) {
    test(`${name}: a kernel ${why} gets no lock probe at all, and the file says so`, async (t) => {
      const preamble = 'during() { cat "$B"/events/buddyscope_*/*lock*/enable "$B"/events/kmem/mm_page_free/enable >&2; }';
      const run = await fakeMachine(t, { shell, preamble, ...options }).run(scriptOf({ seconds: 1 }));
      assert.equal(run.status, 0, run.err);
      assert.match(run.file ?? '', reason);
      assert.match(run.err, /\n(?:0\n){12}1\n/);
      assertUntouched(run);
    });
  }

  test(`${name}: hashed pointers give no vmemmap`, async (t) => {
    const hashed = pages.replace(/page=\w+/g, (_page, at: number) => `page=${(BigInt(at) * 0x9e3779b97f4a7c15n + 0xf000000000000000n & 0xffffffffffffffffn).toString(16).padStart(16, '0')}`);
    const run = await fakeMachine(t, { shell, pages: hashed }).run(scriptOf({ seconds: 1 }));
    assert.doesNotMatch(run.file ?? '', /vmemmap=|page_struct=/);
  });

  for (const signal of ['INT', 'TERM', 'HUP']) {
    test(`${name}: ${signal} ends the recording and keeps it`, async (t) => {
      const run = await fakeMachine(t, { shell, preamble: `during() { kill -${signal} $$; }` }).run(scriptOf({ seconds: 1000 }));
      assert.equal(run.status, 0, run.err);
      assert.match(run.file ?? '', /mm_page_free/);
      assertUntouched(run);
    });

    test(`${name}: ${signal} before the recording ends everything`, async (t) => {
      const run = await fakeMachine(t, { shell, preamble: `getconf() { kill -${signal} $$; echo 4096; }` }).run(scriptOf());
      assert.ok((run.status ?? 0) > 128, `${run.status}`);
      assert.equal(run.file, undefined);
      assertUntouched(run);
    });

    test(`${name}: ${signal} while the file is written leaves nothing behind in tracefs`, async (t) => {
      const run = await fakeMachine(t, { shell, preamble: `date() { if [ -n "$CUT_CPU" ]; then kill -${signal} $$; fi; echo now; }` }).run(scriptOf());
      assert.ok((run.status ?? 0) > 128, `${run.status}`);
      assertUntouched(run);
    });
  }

  test(`${name}: a file that cannot be written is an error, and everything is taken back`, async (t) => {
    const run = await fakeMachine(t, { shell, preamble: 'during() { rm -r "$FAKE/there"; }\ncommand mkdir "$FAKE/there"', args: ['there/out.ftrace'] }).run(scriptOf({ seconds: 1 }));
    assert.equal(run.status, 1, run.err);
    assert.match(run.err, /there\/out\.ftrace could not be written/);
    assertUntouched(run);
  });

  test(`${name}: too little memory for the buffer is an error, and everything is taken back`, async (t) => {
    // A folder where the file should be: it cannot be written.
    const run = await fakeMachine(t, { shell, preamble: 'mkdir() { cp -R "$FAKE/instance" "$1"; rm "$1/buffer_size_kb"; command mkdir "$1/buffer_size_kb"; }' }).run(scriptOf());
    assert.equal(run.status, 1, run.err);
    assert.match(run.err, /no trace buffer of 64 MB/);
    assert.equal(run.file, undefined);
    assertUntouched(run);
  });

  test(`${name}: where there are no instances, every setting of the shared buffer is put back`, async (t) => {
    const run = await fakeMachine(t, { shell, instances: false, preamble: 'probe_events "$BUDDYSCOPE_ROOT/sys/kernel/tracing"; during() { for f in tracing_on trace_clock buffer_size_kb options/overwrite options/irq-info options/raw; do cat "$B/$f" >&2; done; }' })
      .run(scriptOf({ seconds: 1, size: 2 }));
    assert.equal(run.status, 0, run.err);
    assert.match(run.err, /^1\nmono\n2048\n0\n1\n0$/m);
    const own = [...run.before.keys()].filter(file => file.startsWith(tracefs));
    const changed = own.filter(file => run.before.get(file) !== run.after.get(file) && !file.endsWith('/kprobe_events') && !file.includes('/trace_marker'));
    // The kernel shows a clock among the others; what was written is its name. A buffer that nobody used shows two sizes, of which the second is its real one.
    assert.deepEqual(Object.fromEntries(changed.map(file => [file.slice(tracefs.length + 1), run.after.get(file)])), {
      'buffer_size_kb': '1408\n', 'trace': '\n', 'trace_clock': 'local\n', 'events/kmem/mm_page_alloc/filter': '0\n', 'events/kmem/mm_page_free/filter': '0\n',
    });
  });

  test(`${name}: the patched kernels of the posted series print into the shared buffer`, async (t) => {
    const run = await fakeMachine(t, { shell, preamble: 'during() { echo "buffer $B" >&2; }' }).run(scriptOf({ interface: 'reporting-v5', seconds: 1 }));
    assert.equal(run.status, 0, run.err);
    assert.match(run.err, /^buffer .*\/sys\/kernel\/tracing$/m);
    assert.match(run.file ?? '', /^# buddyscope: interface=reporting-v5 /);
  });

  for (const [why, options, reason] of [
    ['has no kprobe events', { files: { [`${tracefs}/kprobe_events`]: undefined } }, /no kprobe events/],
    ['refuses kprobes', { files: { [`${tracefs}/kprobe_events`]: undefined, [`${tracefs}/kprobe_events/x`]: '', 'sys/kernel/security/lockdown': 'none [integrity] confidentiality\n' } }, /refuses kprobes \(kernel lockdown: integrity\)/],
    ['has kprobes switched off', { files: { 'sys/kernel/debug/kprobes/enabled': '0\n' } }, /switched off/],
  ] as const) {
    test(`${name}: a kernel that ${why} gives its own events, and the file says so`, async (t) => {
      const run = await fakeMachine(t, { shell, ...options }).run(scriptOf());
      assert.equal(run.status, 0, run.err);
      assert.match(run.err, reason);
      assert.match(run.file ?? '', reason);
      assert.match(run.file ?? '', /mm_page_free/);
      assert.equal(analysed(run.file ?? '').unrecognised, 0);
      assertUntouched(run);
    });
  }

  test(`${name}: a full buffer ends the recording before the first gap, and the file tells the loss`, async (t) => {
    const line = (cpu: number, time: number): string => `              sh-7       [00${cpu}] .....     1.00000${time}: mm_page_free: page=000000008b02f246 pfn=0x${time}000 order=0\n`;
    const full = 'sed "s/^dropped events: 0/dropped events: 5/" "$FAKE/instance/per_cpu/cpu0/stats" > "$B/per_cpu/cpu0/stats"';
    const run = await fakeMachine(t, {
      shell, trace: `# tracer: nop\n${line(0, 1)}${line(1, 2)}${line(0, 3)}${line(1, 4)}${line(1, 5)}`,
      preamble: `during() { ${full}; grep "\\[000\\]" "$FAKE/recorded" > "$B/per_cpu/cpu0/trace"; }`,
    }).run(scriptOf({ seconds: 1000 }));
    assert.equal(run.status, 0, run.err);
    const times = [...(run.file ?? '').matchAll(/\] \.\.\.\.\. +(\S+): mm_page_free/g)].map(match => match[1]);
    assert.deepEqual(times, ['1.000001', '1.000002', '1.000003']);
    assert.match(run.file ?? '', /^CPU:0 \[LOST 5 EVENTS\]\n# buddyscope: buddyinfo Node 0, zone    DMA32      8     60 /m);
    assert.match(run.file ?? '', /# Note: The buffer was full after 1 s/);
    const { unrecognised, lost, zones } = analysed(run.file ?? '');
    assert.deepEqual([unrecognised, lost], [0, 5]);
    assert.ok(zones.includes('DMA32 4096-131040 8,60,33,6,4,3,1,3,0,2,90'), zones.join('; '));
    assertUntouched(run);
  });

  test(`${name}: a scatterlist is cut to the entries of its report`, async (t) => {
    const words = Array.from({ length: 64 }, (_, i) => `0x${i.toString(16)}`);
    const report = (nents: number): string => ` kworker/0:1-17      [000] .....     1.000002: vb_report: (virtballoon_free_page_report+0x0/0x120 [virtio_balloon]) nents=${nents} sg={${words.join(',')}} sg16={${words.join(',')}}\n`;
    const run = await fakeMachine(t, { shell, trace: [1, 16, 17, 32].map(report).join('') }).run(scriptOf());
    const lists = [...(run.file ?? '').matchAll(/nents=(\d+) sg=\{(.*?)\}(?: sg16=\{(.*)\})?$/gm)].map(match => [match[1], match[2].split(',').length, match[3]?.split(',').length]);
    assert.deepEqual(lists, [['1', 4, undefined], ['16', 64, undefined], ['17', 64, 4], ['32', 64, 64]]);
    assert.match(run.file ?? '', /sg=\{0x0,0x1,0x2,0x3\}$/m);
  });

  test(`${name}: pages of 16 and 64 KiB`, async (t) => {
    for (const [bytes, shift] of [[16384, 14], [65536, 16]]) {
      const run = await fakeMachine(t, { shell, preamble: `getconf() { echo ${bytes}; }\nuname() { case $1 in -r) echo 6.6.1 ;; *) echo aarch64 ;; esac; }` }).run(scriptOf());
      assert.match(run.file ?? '', new RegExp(`^# buddyscope: .* page_shift=${shift} `));
    }
  });

  test(`${name}: a kernel without $argN gets the registers of its machine`, async (t) => {
    for (const [machine, register] of [['x86_64', '%di'], ['aarch64', '%x0'], ['riscv64', '']]) {
      // Such a kernel does not list what it did not take.
      const preamble = `uname() { case $1 in -r) echo 4.19.0 ;; *) echo ${machine} ;; esac; }\ngrep() { case $2 in *:buddyscope_*) if tail -n 1 "$3" | command grep -q 'arg1'; then return 1; fi ;; esac; command grep "$@"; }`;
      const run = await fakeMachine(t, { shell, preamble }).run(scriptOf());
      assert.equal(run.status, 0, run.err);
      const log = run.after.get(`${tracefs}/kprobe_events`) ?? '';
      const isolate = [...log.matchAll(/^p:\S+\/isolate (.*)$/gm)].map(match => match[1].trimEnd());
      assert.deepEqual(isolate, [register === '' ? '__isolate_free_page' : `__isolate_free_page page=${register}:x64 order=${register === '%di' ? '%si' : '%x1'}:u32`]);
      assert.equal(/argument registers of riscv64/.test(run.err), machine === 'riscv64');
    }
  });

  test(`${name}: to standard output, with every word for a person on standard error`, async (t) => {
    const run = await fakeMachine(t, { shell, args: ['-'] }).run(scriptOf());
    assert.equal(run.status, 0, run.err);
    assert.match(run.out, /^# buddyscope: interface=mainline .*\n# buddyscope: zone=DMA /);
    assert.deepEqual(analysed(run.out).unrecognised, 0);
    assertUntouched(run);
  });

  test(`${name}: --clean removes what a killed recording has left, and only that`, async (t) => {
    const run = await fakeMachine(t, {
      shell, args: ['--clean'],
      files: { [`${tracefs}/kprobe_events`]: 'p:buddyscope_999999999/isolate __isolate_free_page\np:mine/probe vfs_read\n', [`${tracefs}/instances/buddyscope-999999999/tracing_on`]: '1\n',
        [`${tracefs}/instances/mine/tracing_on`]: '1\n', [`${tracefs}/events/buddyscope_999999999/isolate/enable`]: '1\n' },
    }).run(scriptOf());
    assert.equal(run.status, 0, run.err);
    assert.deepEqual(probesLeft(run.after.get(`${tracefs}/kprobe_events`) ?? ''), ['mine/probe']);
    assert.ok(!run.after.has(`${tracefs}/instances/buddyscope-999999999`));
    assert.equal(run.after.get(`${tracefs}/instances/mine/tracing_on`), '1\n');
    assert.equal(run.file, undefined);
  });
}
