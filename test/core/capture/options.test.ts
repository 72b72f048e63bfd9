import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CaptureRequest, captureDefaults, checkCapture, defaultGroups } from '../../../server/src/core/index.js';

function chosen(request: CaptureRequest): Extract<ReturnType<typeof checkCapture>, { ok: true }>['options'] {
  const choice = checkCapture(request);
  assert.ok(choice.ok, choice.ok ? '' : choice.reason);
  return choice.options;
}

test('without choices the defaults count', () => {
  const { notes, kernel, ...options } = chosen({});
  assert.deepEqual([notes, kernel], [[], undefined]);
  assert.deepEqual(options, { ...captureDefaults, groups: defaultGroups, tracepoints: [] });
});

test('groups stand in their own order, and tracepoints as they were given', () => {
  const { groups, tracepoints } = chosen({ events: ' sched, reporting ,sched:sched_waking,timer:timer_start,sched:sched_waking' });
  assert.deepEqual(groups, ['reporting', 'sched']);
  assert.deepEqual(tracepoints, ['sched/sched_waking', 'timer/timer_start']);
});

test('a kernel version is cut to what decides', () => {
  assert.equal(chosen({ kernel: '6.1.0-56-amd64' }).kernel, '6.1');
  assert.equal(chosen({ kernel: '6.12' }).kernel, '6.12');
});

test('a kernel without free page reporting gets no probes for it, and says so', () => {
  const { groups, notes } = chosen({ kernel: '5.4' });
  assert.deepEqual(groups, ['kmem', 'locks']);
  assert.match(notes[0], /5\.4 has no free page reporting/);
  assert.deepEqual(chosen({ kernel: '5.7' }).groups, defaultGroups);
  // The posted series are for older kernels.
  assert.ok(chosen({ kernel: '5.3', interface: 'reporting-v5' }).groups.includes('reporting'));
});

const wrong: readonly (readonly [CaptureRequest, RegExp])[] = [
  [{ kernel: 'six' }, /not a version/], [{ kernel: '6.1; reboot' }, /not a version/], [{ kernel: "6.1-'x" }, /not a version/],
  [{ interface: 'v99' }, /unknown interface 'v99'/], [{ seconds: 0 }, /from 1 to 86400/], [{ seconds: 1.5 }, /whole number/], [{ seconds: NaN }, /whole number/],
  [{ size: 5000 }, /from 1 to 4096/], [{ events: '' }, /no events chosen/], [{ events: 'kmem,all' }, /unknown events 'all'/], [{ events: 'a:b;c' }, /unknown events/],
  [{ kernel: '4.19', events: 'reporting' }, /choose other events/],
];
for (const [request, reason] of wrong) {
  test(`${JSON.stringify(request)} is refused with a reason`, () => {
    const choice = checkCapture(request);
    assert.ok(!choice.ok);
    assert.match(choice.reason, reason);
    assert.ok(!choice.reason.includes('\n'));
  });
}
