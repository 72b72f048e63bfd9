/** The text of the script, for every interface and choice of events: shells can read it, and it holds what was chosen. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { type CaptureRequest, captureScript, checkCapture, eventGroups, interfaceNames } from '../../../server/src/core/index.js';
import { isHere, shells } from '../../support/shells.js';

function script(request: CaptureRequest): string {
  const choice = checkCapture(request);
  assert.ok(choice.ok);
  return captureScript(choice.options, "it's 1.0");
}

const all = eventGroups.map(({ name }) => name).join(',');
const requests: readonly CaptureRequest[] = [
  {}, { kernel: '5.4' }, { events: 'kmem' }, { events: 'sched:sched_waking' }, { events: `${all},timer:timer_start` },
  ...interfaceNames.map(name => ({ interface: name, events: all })),
];
const scripts = requests.map(request => ({ name: JSON.stringify(request), text: script(request) }));

for (const shell of shells) {
  test(`${shell.join(' ')} reads every script`, () => {
    for (const { name, text } of scripts) {
      const { status, stderr } = spawnSync(shell[0], [...shell.slice(1), '-n'], { input: text, encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, ''], name);
    }
  });
}
if (isHere('shellcheck')) {
  test('shellcheck finds nothing', () => {
    for (const { name, text } of scripts) {
      const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: text, encoding: 'utf8' });
      assert.equal(stdout, '', name);
    }
  });
}

test('a name with a quote stays a text', () => {
  assert.match(scripts[0].text, /^MADE_BY='it'\\''s 1\.0'$/m);
});

test('only what was chosen is recorded', () => {
  const kmem = script({ events: 'kmem' });
  assert.doesNotMatch(kmem, /^ *probe |lock_probes|sched_switch/m);
  assert.match(kmem, /^record_event kmem\/mm_page_pcpu_drain$/m);
  const most = script({ events: all });
  for (const { stock } of eventGroups) for (const event of stock) assert.ok(most.includes(`\nrecord_event ${event}\n`), event);
});

test('each interface is probed at its own functions', () => {
  const probed = (name: string): readonly string[] => [...script({ interface: name, events: 'reporting' }).matchAll(/probe (\w+) ([pr]) (\w+)/g)].map(([, , type, symbol]) => `${type} ${symbol}`);
  const mainline = probed('mainline');
  for (const symbol of ['__isolate_free_page', '__putback_isolated_page', 'page_reporting_process', 'page_reporting_drain', 'virtballoon_free_page_report', 'hv_free_page_report', 'zone_watermark_ok']) {
    assert.ok(mainline.includes(`p ${symbol}`) && mainline.includes(`r ${symbol}`), symbol);
  }
  assert.ok(probed('reporting-v5').includes('p page_reporting_startup'));
  assert.ok(probed('hinting-v2').includes('p page_hinting_startup'));
  assert.ok(probed('walk-v29').includes('r walk_free_mem_block'));
});

test('probes are only ever appended to, and nothing is written where no old value is kept', () => {
  for (const { name, text } of scripts) {
    assert.doesNotMatch(text, /[^>]> *"\$T\/kprobe_events"/, name);
    // All else goes through setting() and turn_on(), or into the buffer of the script.
    assert.doesNotMatch(text, /put [^\n]*"\$T/, name);
  }
});
