/** Debian's kernels, recorded by the printed script, and judged. Run by `npm run test:kernel`, which says on which kernels. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { type CaptureRequest, type Finding, captureScript, checkCapture, eventGroups, openDocument } from '../../server/src/core/index.js';
import { root } from '../support/repository.js';
import { buildInitramfs } from './lib/initramfs.js';
import { type Architecture, type Guest, runGuest } from './lib/guest.js';
import { pageBalance } from './lib/pageBalance.js';
import { type RecordedEvent, eventsOf, frames, order, scatterlist, settingOf } from './lib/recording.js';

interface Kernel {
  readonly name: string;
  readonly architecture: Architecture;
  readonly version: string;
  readonly image: string;
  readonly modules: string;
  /** For the guest. */
  readonly busybox: string;
}

const kernels = JSON.parse(process.env['BUDDYSCOPE_KERNELS'] ?? '[]') as readonly Kernel[];
/** The newer of two kernels is recorded with another shell of small machines, where this machine's can run in the guest. */
const otherShell = ({ name, architecture }: Kernel): string | undefined =>
  (name.startsWith('6.12') && architecture === (process.arch === 'x64' ? 'amd64' : process.arch) ? ['/bin/dash', '/usr/bin/dash'].find(existsSync) : undefined);

function script(request: CaptureRequest): string {
  const choice = checkCapture(request);
  assert.ok(choice.ok);
  return captureScript(choice.options, 'buddyscope test');
}

/** An emulated CPU stands still for milliseconds when its host has something else to do, with whatever it holds. */
const rules = { 'lock-held-long': 'off' } as const;

function analysed(text: string) {
  const document = openDocument(text, { rules });
  const alarms = document.findings().filter(({ severity }) => severity !== 'info');
  return { document, alarms, summary: document.summary() };
}
/** Rules that a kernel without PREEMPT_RT, or one whose probes leave interrupts as they are, can break. */
const aboutInterrupts = new Set(['zone-lock-irqs-on', 'irqs-enabled-under-zone-lock', 'zone-lock-irq-reentry', 'lock-variant-mismatch', 'report-under-lock', 'sleep-in-atomic', 'lock-held-at-return']);
const shown = (findings: readonly Finding[]): readonly string[] => findings.map(({ rule, line, message }) => `${rule} at line ${line + 1}: ${message}`);

test('there is a kernel to test', () => { assert.ok(kernels.length > 0, 'run this by npm run test:kernel'); });

for (const kernel of kernels) {
  const isRealtime = kernel.name.endsWith('-rt');
  const isArm = kernel.architecture === 'arm64';
  const zones = isArm ? ['DMA'] : ['DMA', 'DMA32'];
  describe(`Linux ${kernel.version}`, () => {
    let guest: Guest;
    const file = (name: string): string => {
      const text = guest.read(name);
      assert.ok(text !== undefined, `the guest wrote no ${name}`);
      return text;
    };
    const of = (function_: string, isReturn = false) => (found: RecordedEvent): boolean => found.function === function_ && found.isReturn === isReturn;

    before(async () => {
      const folder = join(root, 'out/kernel', kernel.name, 'guest');
      mkdirSync(folder, { recursive: true });
      const dash = otherShell(kernel);
      const files = {
        'guest/all.sh': script({ seconds: 14, size: 48, events: eventGroups.map(({ name }) => name).join(',') }),
        'guest/small.sh': script({ seconds: 14, size: 1 }),
        'guest/stock.sh': script({ seconds: 6, size: 16 }),
        'guest/shell': dash === undefined ? 'sh' : 'dash',
      };
      guest = await runGuest({ folder, architecture: kernel.architecture, kernel: kernel.image, initramfs: buildInitramfs({ folder, modules: kernel.modules, busybox: kernel.busybox, dash, files }) });
    }, { timeout: 40 * 60_000 });

    for (const [name, reason] of [['unmounted', /tracefs is not mounted/], ['unprivileged', /needs root/], ['lockdown', /lockdown: confidentiality/]] as const) {
      test(`${name}: refused with a reason, and nothing was changed`, () => {
        assert.equal(file(`${name}.status`), '2\n');
        assert.match(file(`${name}.messages`), reason);
        assert.match(file(`${name}.messages`), /Nothing was changed\.\n$/);
        assert.equal(file(`${name}.changed`), '');
        assert.equal(guest.read(`${name}.ftrace`), undefined);
      });
    }

    for (const name of ['all', 'early', 'full', 'stock']) {
      test(`${name}: recorded, and tracefs is as it was`, () => {
        assert.equal(file(`${name}.status`), '0\n', file(`${name}.messages`));
        assert.equal(file(`${name}.changed`), '');
        assert.match(file(`${name}.ftrace`), /^# buddyscope: interface=mainline kernel=/);
      });

      test(`${name}: Buddyscope understands every line, and raises no alarm about a healthy kernel`, () => {
        const { alarms, summary, document } = analysed(file(`${name}.ftrace`));
        assert.deepEqual(shown(alarms.filter(({ rule }) => !(name === 'full' && rule === 'lost-events'))), []);
        assert.equal(summary.unrecognisedLines, 0);
        assert.deepEqual(shown(document.findings().filter(({ rule }) => ['bad-argument', 'failed-to-parse', 'unrecognised-line'].includes(rule))), []);
        assert.equal(summary.interface, 'mainline');
        assert.equal(summary.lostEvents > 0, name === 'full');
        assert.ok(summary.events > 1000, `${summary.events} events`);
      });

      test(`${name}: the state at the last buddyinfo is what it says, and at the end nothing else`, () => {
        const text = file(`${name}.ftrace`);
        const last = new Map(text.split('\n').flatMap((row, line) => {
          const [, node, zone, counts] = /buddyscope: buddyinfo Node (\d+), zone\s+(\w+)\s+([\d ]+?)\s*$/.exec(row) ?? [];
          return counts === undefined ? [] : [[`${node} ${zone}`, { line, counts: counts.split(/\s+/).map(Number) }] as const];
        }));
        assert.deepEqual([...last.keys()].sort(), zones.map(zone => `0 ${zone}`).sort());
        const { summary, document } = analysed(text);
        for (const [key, { line, counts }] of last) {
          const state = document.stateAt(line).zones.find(({ node, zone }) => `${node} ${zone}` === key);
          assert.deepEqual(state?.nrFree, counts, key);
        }
        // What is behind it changes the lists in a way that stock events do not tell order by order; then the count is unknown, never wrong.
        for (const { node, zone, nrFree } of summary.zones) nrFree.forEach((count, i) => { if (count !== null) assert.equal(count, last.get(`${node} ${zone}`)?.counts[i], `${zone} order ${i}`); });
      });
    }

    test('the settings name zones, locks and the memory map of this machine', () => {
      const text = file('all.ftrace');
      assert.equal(settingOf(text, 'kernel'), kernel.version);
      assert.deepEqual(['page_shift', 'max_order', 'pageblock_order', 'page_reporting_order', 'page_struct', 'preempt_rt'].map(key => settingOf(text, key)), ['12', '11', '9', '9', '64', isRealtime ? '1' : '0']);
      for (const zone of zones) {
        assert.match(settingOf(text, 'addr', `zone=${zone} `) ?? '', /^0xff[0-9a-f]{14}$/);
        // Debian's kernels for arm64 have the lock functions inlined.
        if (isArm) assert.equal(settingOf(text, 'lock', `zone=${zone} `), undefined);
        else assert.match(settingOf(text, 'lock', `zone=${zone} `) ?? '', /^0xff[0-9a-f]{14}$/);
      }
    });

    test('every reporting run is seen: isolated, reported in reverse order, put back', () => {
      const text = file('all.ftrace');
      const events = eventsOf(text);
      const frame = frames(text);
      const [memory, end] = [Math.min, Math.max].map((choose, i) => choose(...zones.map(zone => Number(settingOf(text, ['start_pfn', 'end_pfn'][i], `zone=${zone} `)))));
      const pages = (list: readonly RecordedEvent[]): readonly number[] => list.map(found => frame(found.args.get('page') ?? '0'));
      const runs = events.filter(of('page_reporting_process'));
      assert.ok(runs.length >= 2, `${runs.length} runs`);
      const symbols = openDocument(text, { rules }).symbols().filter(({ kind }) => kind === 'worker');
      assert.deepEqual(symbols.map(({ startLine }) => startLine), runs.map(({ line }) => line), 'Buddyscope shows the same runs');
      const ends = events.filter(of('page_reporting_process', true));
      let reported = 0;
      for (const run of runs) {
        const end = ends.find(found => found.task === run.task && found.line > run.line);
        assert.ok(end, 'a run has an end');
        const inside = events.filter(found => found.task === run.task && found.line > run.line && found.line < end.line);
        const isolated = pages(inside.filter(of('__isolate_free_page')));
        const reports = inside.filter(of('virtballoon_free_page_report'));
        const put = pages(inside.filter(of('__putback_isolated_page')));
        assert.ok(inside.some(of('zone_watermark_ok')));
        assert.deepEqual(reports.flatMap(report => scatterlist(report, frame)), put);
        assert.deepEqual([...put].sort((a, b) => a - b), [...isolated].sort((a, b) => a - b));
        assert.equal(reports.reduce((sum, report) => sum + Number(report.args.get('nents')), 0), isolated.length);
        if (reports.length === 1) assert.deepEqual(put, [...isolated].reverse());
        reported += isolated.length;
      }
      assert.ok(reported > 0, 'something was reported');
      for (const found of events.filter(of('__isolate_free_page'))) {
        const pfn = frame(found.args.get('page') ?? '0');
        assert.equal(pfn % 2 ** order(found), 0);
        assert.ok(order(found) >= 9 && pfn >= memory && pfn < end, `${pfn} order ${order(found)}`);
      }
    });

    test('the events agree with the last buddyinfo, page by page', () => {
      const { snapshots, least, most } = pageBalance(eventsOf(file('all.ftrace')), !/^6\.[1-9]\./.test(kernel.version));
      assert.ok(least <= snapshots && snapshots <= most, `buddyinfo ${snapshots}, events ${least} to ${most}`);
      assert.ok(most - least < 200, `${most - least} pages may have gone either way: too many for the comparison to mean anything`);
    });

    if (isArm) {
      test('zone locks: none of them recorded rather than half, and the file says why', () => {
        const text = file('all.ftrace');
        assert.match(text, /^# Note: The zone locks of this kernel are not recorded: it cannot probe _raw_spin_lock\w*\.$/m);
        assert.ok(eventsOf(text).every(found => !found.function.includes('spin_')));
      });

      test('every probe shows interrupts off, and nothing is concluded from that', () => {
        const text = file('all.ftrace');
        const probes = eventsOf(text).filter(({ name, isReturn }) => ['vb_report', 'isolate', 'putback'].includes(name) && !isReturn);
        assert.ok(probes.length > 0);
        assert.ok(probes.every(({ flags }) => flags.startsWith('d')));
        assert.ok(!analysed(text).document.findings().some(({ rule }) => aboutInterrupts.has(rule)));
      });
    } else {
      test('zone locks: taken and released in turn, by the addresses of the zones', () => {
        const text = file('all.ftrace');
        const locks = zones.map(zone => settingOf(text, 'lock', `zone=${zone} `));
        const events = eventsOf(text).filter(found => found.function.startsWith(isRealtime ? 'rt_spin_' : '_raw_spin_'));
        const released = events.filter(found => found.function.includes('unlock'));
        const taken = events.filter(found => !found.function.includes('unlock') && found.args.get('ret') !== '0');
        assert.ok(released.length > 100);
        // At the ends of the recording one section of each CPU may be cut.
        assert.ok(Math.abs(taken.length - released.length) <= 2, `${taken.length} taken, ${released.length} released`);
        const seen = new Set(events.map(found => found.args.get('lock')));
        for (const lock of locks) assert.ok(seen.has(lock));
        assert.ok(seen.size <= 5, [...seen].join(' '));
        assert.ok(!text.includes('Zone locks are recorded by lockdep'));
      });
    }

    if (isRealtime) {
      test('PREEMPT_RT: zone locks with interrupts on, and nothing is raised about them, also where no line says what kernel it is', () => {
        const text = file('all.ftrace');
        const releases = eventsOf(text).filter(found => found.function === 'rt_spin_unlock');
        const on = releases.filter(({ flags }) => !flags.startsWith('d'));
        assert.ok(on.length > 100, `${on.length} of ${releases.length} sections with interrupts on`);
        for (const shownText of [text, text.replace(' preempt_rt=1', '')]) {
          const { document, alarms } = analysed(shownText);
          assert.deepEqual(shown(document.findings().filter(({ rule }) => aboutInterrupts.has(rule))), []);
          assert.deepEqual(shown(alarms), []);
          assert.equal(document.findings().filter(({ rule }) => rule === 'preempt-rt').length, 1);
        }
      });
    }

    test('without kprobes there are the events of the kernel, and the file says why', () => {
      const text = file('stock.ftrace');
      assert.match(text, /^# Note: Kprobes are switched off/m);
      assert.ok(eventsOf(text).every(found => found.function === ''));
      assert.ok(eventsOf(text).some(found => found.name === 'mm_page_pcpu_drain'));
    });

    test('a full buffer ends the file before its first gap', () => {
      const text = file('full.ftrace');
      assert.match(text, /^CPU:[01] \[LOST \d+ EVENTS\]$/m);
      assert.match(file('full.messages'), /buffer was full/);
      assert.match(text.slice(text.indexOf('[LOST ')), /^# buddyscope: buddyinfo /m);
    });

    test('Ctrl-C ends a recording early and keeps it', () => {
      const events = eventsOf(file('early.ftrace'));
      assert.ok(events.length > 100);
      assert.ok(events[events.length - 1].time - events[0].time < 13e6);
    });
  });
}
