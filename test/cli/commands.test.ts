import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ruleInfos } from '../../server/src/core/index.js';
import { version } from '../../server/src/io/version.js';
import { command, run, runHere, scratch } from './support/run.js';
import { faulty, faultLine, healthy } from './support/samples.js';

test('help and version go to standard output with status 0', async () => {
  for (const args of [['--help'], ['help'], ['analyze', '--help'], ['series', '-h'], ['simulate', '--help']]) {
    const { status, out, err } = await runHere(args);
    assert.deepEqual([status, err], [0, ''], args.join(' '));
    assert.match(out, /^usage: buddyscope/);
  }
  assert.deepEqual(await run(['--version']), { status: 0, out: `${version}\n`, err: '' });
});

const wrong: readonly (readonly [string[], RegExp])[] = [
  [[], /no command/], [['analyse'], /unknown command 'analyse'/], [['analyze'], /no FILE/], [['analyze', 'x', '--nope'], /unknown option '--nope'/],
  [['analyze', 'x', '--rule', 'no-such-rule=off'], /unknown rule 'no-such-rule'/], [['analyze', 'x', '--rule', 'zone-lock-irqs-on'], /write ID=off/],
  [['analyze', 'x', '--rule', 'zone-lock-irqs-on=loud'], /write ID=off/], [['analyze', 'x', '--interface', 'v99'], /unknown interface 'v99'/],
  [['analyze', 'x', '--format', 'xml'], /'xml' is not one of/], [['analyze', 'x', '--fail-on', 'info'], /not one of/], [['analyze', 'x', '--max-findings', '-1'], /whole number/],
  [['analyze', 'x', '--baseline', 'b'], /not built yet/], [['analyze', 'x', '--config', '/no/such'], /no such file/],
  [['state', 'x'], /--line N is needed/], [['state', '--line', '1'], /no FILE/], [['state', 'x', 'y', '--line', '1'], /one FILE expected/],
  [['series', 'x', '--by', 'zone'], /'zone' is not migratetype/], [['series', 'x', '--points', '0'], /at least 1/],
  [['explain'], /give one RULE-ID/], [['explain', 'no-such-rule'], /unknown rule/], [['lsp'], /needs --stdio/], [['rules', 'x'], /takes no FILE/],
  [['capture', 'x'], /takes no FILE/], [['capture', '--seconds', '0'], /at least 1/], [['capture', '--size', '5000'], /from 1 to 4096/], [['capture', '--kernel', 'six'], /not a version/],
  [['capture', '--interface', 'v99'], /unknown interface 'v99'/], [['capture', '--events', 'kmem,everything'], /unknown events 'everything'/], [['capture', '--events', ','], /no events chosen/],
  ...['reduce', 'compare', 'simulate', 'explore'].map((name): [string[], RegExp] => [[name, 'a', '--anything', '1'], /not built yet/]),
];
for (const [args, reason] of wrong) {
  test(`buddyscope ${args.join(' ')}: status 2 and one line on standard error`, async () => {
    const { status, out, err } = await runHere(args);
    assert.deepEqual([status, out], [2, '']);
    assert.match(err, reason);
    assert.match(err, /^buddyscope: [^\n]+\n$/);
  });
}

test('capture: the script goes to standard output, what is left out to standard error', async () => {
  const { status, out, err } = await runHere(['capture', '--seconds', '3', '--events', 'kmem,sched:sched_waking']);
  assert.deepEqual([status, err], [0, '']);
  assert.match(out, /^#!\/bin\/sh\n/);
  assert.match(out, new RegExp(`^MADE_BY='buddyscope ${version}'$`, 'm'));
  assert.match(out, /^LIMIT=3$/m);
  assert.match(out, /^record_event sched\/sched_waking$/m);
  assert.match((await runHere(['capture', '--kernel', '5.4'])).err, /^buddyscope: Linux 5\.4 has no free page reporting[^\n]*\n$/);
});

test('wrong usage from a shell: nothing on standard output, status 2', async () => {
  const { status, out, err } = await run(['analyse']);
  assert.deepEqual([status, out], [2, '']);
  assert.match(err, /^buddyscope: unknown command 'analyse'[^\n]*\n$/);
});

test('analyze: status 1 with the finding at its line, 0 without one', async (t) => {
  const file = await scratch(t);
  const bad = await file('bad.trace', faulty);
  const found = await run(['analyze', bad]);
  assert.equal(found.status, 1);
  assert.equal(found.err, '');
  const [first] = found.out.split('\n');
  assert.ok(first.startsWith(`${bad}:${faultLine}:`), first);
  assert.match(first, /^.*:\d+:\d+: error: .* \[zone-lock-irqs-on\]$/);
  assert.match(found.out, /interface reporting-v5/);
  const fine = await run(['analyze', await file('fine.trace', healthy)]);
  assert.deepEqual([fine.status, fine.err], [0, '']);
});

test('analyze: the threshold and the severity of a rule decide on the status', async (t) => {
  const bad = await (await scratch(t))('bad.trace', faulty);
  const config = await (await scratch(t))('c.json', '{ "buddyscope.rules": { "zone-lock-irqs-on": "warning" }, "editor.fontSize": 12 }');
  const rule = (severity: string): string[] => ['--rule', `zone-lock-irqs-on=${severity}`];
  const cases: readonly (readonly [string[], number])[] = [
    [['--fail-on', 'never'], 0], [rule('off'), 0], [rule('warning'), 0], [[...rule('warning'), '--fail-on', 'warning'], 1], [['--config', config], 0],
    [['--config', config, ...rule('error')], 1], [['--max-findings', '0'], 1],
  ];
  for (const [args, status] of cases) assert.equal((await runHere(['analyze', bad, ...args])).status, status, args.join(' '));
});

test('analyze: wrong settings in --config are wrong usage', async (t) => {
  const file = await scratch(t);
  const bad = await file('bad.trace', faulty);
  for (const [text, reason] of [['{', /not JSON/], ['[]', /JSON object/], ['{"buddyscope.rules":{"nope":"off"}}', /unknown rule 'nope'/], ['{"buddyscope.interface":"v0"}', /interface/],
    ['{"buddyscope.events":{"a":"nope"}}', /buddyscope\.events: 'a': Unknown event nope/], ['{"buddyscope.events":{"a":7}}', /'a' must be text/], ['{"buddyscope.events":[]}', /buddyscope\.events: must be an object/]] as const) {
    const { status, err } = await runHere(['analyze', bad, '--config', await file('c.json', text)]);
    assert.equal(status, 2);
    assert.match(err, reason);
  }
});

test('own events of --config are known to every command that reads a trace', async (t) => {
  const file = await scratch(t);
  const trace = await file('own.trace', faulty.replaceAll('add_to_free_list: zone=Normal pfn=', 'my_add: zone=Normal p='));
  const config = await file('c.json', '{ "buddyscope.events": { "my_add": "add_to_free_list zone=zone pfn=p order=order migratetype=migratetype" } }');
  const plain = await file('plain.trace', faulty);
  const of = async (...args: string[]): Promise<string> => (await runHere(args)).out.replaceAll(trace, plain);
  for (const command of [['analyze'], ['state', '--line', '9'], ['series']]) {
    const expected = await of(...command, plain);
    assert.ok(expected.length > 100);
    assert.equal(await of(...command, trace, '--config', config), expected, command[0]);
  }
  assert.notEqual(await of('series', trace), await of('series', plain));
  assert.match((await runHere(['redact', trace, '--config', config])).out, /my_add: zone=Normal p=0x10000 order=10/);
});

test('analyze: the same file gives the same JSON as path, pipe and gzip, twice', async (t) => {
  const file = await scratch(t);
  const bad = await file('bad.trace', faulty);
  const json = (args: string[], input?: string | Uint8Array): ReturnType<typeof run> => run(['analyze', '--format', 'json', ...args], input);
  const [one, two, pipe, packed, packedPipe] = await Promise.all([
    json([bad]), json([bad]), json(['-'], faulty), json([await file('bad.trace.gz', gzipSync(faulty))]), json(['-'], gzipSync(faulty)),
  ]);
  assert.equal(one.status, 1);
  assert.equal(one.out, two.out);
  const parsed: unknown = JSON.parse(one.out);
  assert.ok(typeof parsed === 'object' && parsed !== null && 'schema' in parsed && parsed.schema === 'buddyscope-analysis/1');
  for (const other of [pipe, packed, packedPipe]) assert.equal(other.out.replace(/"file":"[^"]*"/, ''), one.out.replace(/"file":"[^"]*"/, ''));
});

test('analyze: files that cannot be read do not keep the others from being analysed', async (t) => {
  const file = await scratch(t);
  const bad = await file('bad.trace', faulty);
  const empty = await file('empty.trace', '');
  const { status, out, err } = await run(['analyze', '--format', 'json', `${bad}.no`, empty, bad, bad]);
  assert.equal(status, 2);
  assert.deepEqual(err.split('\n').map((line) => line.replace(/.*: /, '').slice(0, 12)), ['no such file', 'is empty; re', '']);
  const parsed: unknown = JSON.parse(out);
  assert.ok(typeof parsed === 'object' && parsed !== null && 'files' in parsed && Array.isArray(parsed.files));
  assert.equal(parsed.files.length, 2);
});

const noise = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 255));

test('binary files are named for what they are, in one line, with status 2', async (t) => {
  const file = await scratch(t);
  for (const [bytes, reason] of [[Buffer.from(`PERFILE2${'\0'.repeat(50)}`), /perf script/], [Buffer.alloc(100_000), /binary/], [noise, /binary/], [gzipSync('cut'.repeat(9999)).subarray(0, 40), /too early/]] as const) {
    for (const args of [['analyze'], ['series', '--format', 'json', '--points', '9'], ['state', '--line', '1']]) {
      const { status, out, err } = await runHere([...args, await file('a', bytes)]);
      assert.deepEqual([status, args[0] === 'series' ? '' : out], [2, '']);
      assert.match(err, reason);
      assert.match(err, /^[^\n]+\n$/);
    }
  }
});

test('text without any event is no failure, but is remarked on', async () => {
  const { status, err } = await runHere(['analyze', '-'], 'some\nother text\n');
  assert.equal(status, 0);
  assert.match(err, /no event recognised/);
});

test('the escape sequences of a trace never reach the terminal', async () => {
  const hostile = faulty.replaceAll('stress-812', '\u001b[2J\u001b]0;owned\u0007-812').replaceAll('zone=Normal', 'zone=No\u001b[31m');
  for (const args of [['analyze', '-'], ['analyze', '-', '--rule', 'unrecognised-line=info'], ['state', '-', '--line', '9']]) {
    const { out, err } = await run(args, hostile);
    assert.ok([...out, ...err].every((char) => char === '\n' || (char >= ' ' && char !== '\u007f')), args.join(' '));
  }
});

test('a reader that closes the pipe ends the program silently with status 0', async (t) => {
  const many = await (await scratch(t))('many.trace', faulty + faulty.split('\n').slice(3).join('\n').repeat(3000));
  for (const args of [['series', many], ['series', '--format', 'json', many], ['analyze', '--no-fold', '--format', 'json', many]]) {
    const [program, ...before] = command();
    const child = spawn(program, [...before, ...args]);
    let err = '';
    child.stderr.on('data', (text: Buffer) => { err += text.toString(); });
    child.stdout.once('data', () => { child.stdout.destroy(); });
    const status = await new Promise((resolve) => { child.on('close', resolve); });
    assert.deepEqual([status, err], [0, ''], args.join(' '));
  }
});

test('series: the header, a row for each change, the same numbers as JSON, thinned on demand', async () => {
  const csv = await runHere(['series', '-'], faulty);
  assert.deepEqual([csv.status, csv.err], [0, '']);
  const [header, ...rows] = csv.out.trimEnd().split('\n');
  assert.equal(header, 'line,time_ns,zone,node,order,nr_free,reported,in_flight');
  const order10 = rows.filter((row) => row.split(',')[4] === '10');
  assert.deepEqual(order10.map((row) => row.split(',').slice(4, 7).join()).slice(-3), ['10,1,0', '10,2,0', '10,1,0']);
  const json: unknown = JSON.parse((await runHere(['series', '--format', 'json', '-'], faulty)).out);
  assert.ok(Array.isArray(json) && json.length === rows.length);
  const thinned = (await runHere(['series', '--points', '1', '-'], faulty)).out.trimEnd().split('\n').slice(1);
  assert.equal(thinned.length, new Set(rows.map((row) => row.split(',').slice(2, 5).join())).size);
});

test('series --by migratetype: a row for each list, whose counts add up to those of the order', async () => {
  const text = faulty.replaceAll('pfn=0x10400 order=10 migratetype=1', 'pfn=0x10400 order=10 migratetype=0');
  const { status, out, err } = await runHere(['series', '--by', 'migratetype', '-'], text);
  assert.deepEqual([status, err], [0, '']);
  const [header, ...rows] = out.trimEnd().split('\n');
  assert.equal(header, 'line,time_ns,zone,node,order,migratetype,nr_free,reported,in_flight');
  const order10 = rows.map((row) => row.split(',')).filter((row) => row[4] === '10').map((row) => `${row[0]} ${row[5]} ${row[6]}`);
  // Line 3 says that all lists are empty; the second block goes to the other list and leaves it again.
  assert.deepEqual(order10.slice(-3), ['6 Movable 1', '10 Unmovable 1', '13 Unmovable 0']);
  const json: unknown = JSON.parse((await runHere(['series', '--format', 'json', '--by', 'migratetype', '-'], text)).out);
  assert.ok(Array.isArray(json) && json.length === rows.length);
  const last: unknown = json.at(-1);
  assert.ok(typeof last === 'object' && last !== null && 'migratetype' in last);
});

test('series --format parquet: a whole file, with rows and without, and no whole file of a trace that cannot be read', async (t) => {
  const file = await scratch(t);
  const isWhole = (text: string): boolean => text.startsWith('PAR1') && text.endsWith('PAR1') && text.length > 8;
  for (const text of [faulty, '# tracer: nop\n']) {
    const { status, out } = await runHere(['series', '--format', 'parquet', await file('a.trace', text)]);
    assert.equal(status, 0);
    assert.ok(isWhole(out));
  }
  const cut = await runHere(['series', '--format', 'parquet', await file('a.gz', gzipSync(faulty.repeat(20_000)).subarray(0, 20_000))]);
  assert.equal(cut.status, 2);
  assert.ok(!isWhole(cut.out));
});

test('state: after a line, as text and as JSON; a line beyond the end is wrong usage', async () => {
  const json = await runHere(['state', '-', '--line', '9', '--format', 'json'], faulty);
  assert.deepEqual([json.status, json.err], [0, '']);
  const parsed: unknown = JSON.parse(json.out);
  assert.ok(typeof parsed === 'object' && parsed !== null && 'line' in parsed && parsed.line === 9 && 'locks' in parsed && Array.isArray(parsed.locks));
  assert.equal(parsed.locks.length, 1);
  assert.match((await runHere(['state', '-', '--line', '9'], faulty)).out, /held by stress-812 on CPU 1 since line 8/);
  const beyond = await runHere(['state', '-', '--line', '999'], faulty);
  assert.equal(beyond.status, 2);
  assert.match(beyond.err, /has 15 lines/);
});

test('rules and explain know every rule of the registry', async () => {
  const rules: unknown = JSON.parse((await runHere(['rules', '--format', 'json'])).out);
  assert.ok(Array.isArray(rules) && rules.length === ruleInfos.length && rules.length > 0);
  const { id } = ruleInfos[0];
  assert.match((await runHere(['rules'])).out, new RegExp(`^${[...ruleInfos].map((rule) => rule.id).sort()[0]} `));
  const page = await runHere(['explain', id]);
  assert.equal(page.status, 0);
  assert.match(page.out, new RegExp(id));
});
