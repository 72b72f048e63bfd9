// What the command line writes for a fleet, read by DuckDB: docs/FLEET.md line by line, and Parquet against CSV.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { traceText } from '../../scripts/bench/traces.mjs';
import { cli, root } from '../../scripts/lib/project.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'buddyscope-'));
after(() => fs.rmSync(folder, { recursive: true }));
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const rowsOf = async sql => (await connection.runAndReadAll(sql)).getRowObjectsJson();
/** The blocks of a language in the page, in order. */
const blocks = language => [...fs.readFileSync(path.join(root, 'docs/FLEET.md'), 'utf8').matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(match => match[1]);

function run(args, file) {
  const out = fs.openSync(file, 'w');
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { stdio: ['ignore', out, 'pipe'], encoding: 'utf8' });
  fs.closeSync(out);
  assert.deepEqual([status, stderr], [0, ''], args.join(' '));
}

test('Parquet has the rows of CSV, typed, in row groups', async () => {
  for (const [lines, leastRows, ...more] of [[550_000, 122_881], [20_000, 1000, '--by', 'migratetype']]) {
    const trace = path.join(folder, 'semantic.ftrace');
    fs.writeFileSync(trace, [...traceText('semantic', lines)].join(''));
    const [parquet, csv] = ['parquet', 'csv'].map(format => {
      const file = path.join(folder, `series${more.length}.${format}`);
      run(['series', '--format', format, ...more, trace], file);
      return file;
    });
    const columns = (await rowsOf(`DESCRIBE SELECT * FROM '${parquet}'`)).map(row => `${row.column_name} ${row.column_type}`);
    assert.deepEqual(columns, ['line BIGINT', 'time_ns BIGINT', 'zone VARCHAR', 'node INTEGER', 'order INTEGER',
      ...more.length > 0 ? ['migratetype VARCHAR'] : [], 'nr_free INTEGER', 'reported INTEGER', 'in_flight INTEGER']);
    const fromCsv = `read_csv('${csv}', header = true, types = {line: 'BIGINT', time_ns: 'BIGINT', node: 'INTEGER', "order": 'INTEGER', nr_free: 'INTEGER', reported: 'INTEGER', in_flight: 'INTEGER'})`;
    const [{ rows }] = await rowsOf(`SELECT count(*)::INTEGER AS rows FROM '${parquet}'`);
    assert.ok(rows >= leastRows, `${rows} rows`);
    for (const [one, other] of [[`'${parquet}'`, fromCsv], [fromCsv, `'${parquet}'`]]) {
      assert.deepEqual(await rowsOf(`SELECT * FROM ${one} EXCEPT ALL SELECT * FROM ${other} LIMIT 3`), []);
    }
    const groups = await rowsOf(`SELECT DISTINCT row_group_id, row_group_num_rows::INTEGER AS rows FROM parquet_metadata('${parquet}') ORDER BY ALL`);
    assert.equal(groups.length, Math.ceil(rows / 122_880));
    assert.ok(groups.every(group => group.rows <= 122_880));
  }
});

test('what is not determined is NULL, and a clock that counts has no time', async () => {
  const trace = path.join(folder, 'unknown.ftrace');
  const text = fs.readFileSync(path.join(root, 'docs/examples/defects/e04-null-boundary.alloctrace'), 'utf8');
  fs.writeFileSync(trace, text.replace(/ free=none/g, '').replace(/(\d+)\.(\d{6}): /g, '$1$2: '));
  const file = path.join(folder, 'unknown.parquet');
  run(['series', '--format', 'parquet', trace], file);
  const [{ rows, times, free, flight }] = await rowsOf(`SELECT count(*)::INTEGER AS rows, count(time_ns)::INTEGER AS times, count(nr_free)::INTEGER AS free, count(in_flight)::INTEGER AS flight FROM '${file}'`);
  assert.ok(rows > 0 && flight > 0);
  assert.deepEqual([times, free], [0, 0]);
});

test('docs/FLEET.md: its step and its questions', async () => {
  const defects = path.join(root, 'docs/examples/defects');
  // Some are enough, e04 among them.
  const traces = fs.readdirSync(defects).filter(name => /^e0[1-9].*\.alloctrace$/.test(name));
  fs.mkdirSync(path.join(folder, 'traces/cluster 1'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'bin'));
  for (const name of traces) fs.copyFileSync(path.join(defects, name), path.join(folder, 'traces', name));
  fs.writeFileSync(path.join(folder, 'traces/cluster 1/empty.ftrace'), '');
  fs.writeFileSync(path.join(folder, 'bin/buddyscope'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, { mode: 0o755 });
  const [step] = blocks('sh');
  const { stderr } = spawnSync('sh', ['-c', step], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${path.join(folder, 'bin')}:${process.env.PATH}` } });
  // A line for each command that could not read the empty one, which has left nothing behind.
  assert.deepEqual(stderr.replace(/^(?!.*empty\.ftrace: is empty).*$/gm, '').match(/is empty/g)?.length, 2, stderr);
  assert.deepEqual(fs.readdirSync(path.join(folder, 'results')).sort(), traces.flatMap(name => [`${name}.json`, `${name}.parquet`]).sort());

  const place = process.cwd();
  process.chdir(folder);
  try {
    const [findings, unreported, free] = await Promise.all(blocks('sql').map(rowsOf));
    const counted = new Map();
    for (const name of traces) {
      const [{ findings: list }] = JSON.parse(fs.readFileSync(path.join(folder, 'results', `${name}.json`), 'utf8')).files;
      for (const { rule } of list) counted.set(rule, (counted.get(rule) ?? 0) + 1);
    }
    assert.ok(counted.size > 8);
    assert.deepEqual(new Map([...findings].sort((a, b) => (a.rule < b.rule ? -1 : 1)).map(row => [row.rule, Number(row.findings)])), new Map([...counted].sort()));
    assert.ok(findings.some(({ rule, severity, traces: files }) => rule === 'boundary-null' && severity === 'error' && Number(files) >= 1));
    assert.ok(unreported.length > 5 && unreported.every(({ trace }) => traces.includes(trace)));
    assert.ok(free.length > 5 && free.some(row => Number(row.in_large_blocks) > 0 && Number(row.free_pages) >= Number(row.in_large_blocks)));
  } finally {
    process.chdir(place);
  }
});
