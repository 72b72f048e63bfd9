// npm run bench: measures speed and memory on traces of its own, each next to the baselines, and writes docs/PERFORMANCE.md.
// `--growth`: only memory and cost by the length of a trace, to 10 million lines, with `--large` to 100 million.
// `--quick`: small traces, and nothing is written. `--rules`: only what the rules cost, and only that part of the page. `--date YYYY-MM-DD` and `--note TEXT` stand in the table's heading.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from '../test/workbench/lib/chromium.mjs';
import { setUpWorkbench, unsupportedPlatform } from '../test/workbench/lib/setup.mjs';
import { buildAll } from './build.mjs';
import { cli, root } from './lib/project.mjs';
import { packageVsix } from './package.mjs';
import { growthIn, growthSection, piped, withGrowth } from './bench/growth.mjs';
import { rulesTable, table } from './bench/report.mjs';
import { baselines, buildCore, buildReplay, folder, measured, timed } from './bench/run.mjs';
import { writeTrace } from './bench/traces.mjs';

const page = path.join(root, 'docs/PERFORMANCE.md');
const { values } = parseArgs({
  options: {
    'quick': { type: 'boolean', default: false }, 'rules': { type: 'boolean', default: false }, 'growth': { type: 'boolean', default: false },
    'large': { type: 'boolean', default: false }, 'date': { type: 'string' }, 'note': { type: 'string' },
  },
});
const sizes = values.quick ? [100_000] : [1_000_000, 10_000_000];
const kinds = ['stock', 'semantic'];
const runs = values.quick ? 2 : 3;

try {
  fs.mkdirSync(folder, { recursive: true });
  await buildAll({ quiet: true });
  const date = values.date ?? new Date().toISOString().slice(0, 10);
  const old = fs.existsSync(page) ? fs.readFileSync(page, 'utf8') : '';
  if (values.growth) grow(old, date); else await all(old, date);
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}

function grow(old, date) {
  const lengths = values.quick ? [10_000, 100_000] : [1_000_000, 10_000_000, ...values.large ? [100_000_000] : []];
  const section = growthSection(lengths.map(lines => piped('stock', lines)), date);
  console.log(section);
  if (!values.quick) fs.writeFileSync(page, withGrowth(old, section));
}

/** The growth is measured by itself: what the page says of it stays. */
async function all(old, date) {
  await buildCore();
  await buildReplay();
  if (values.rules) {
    const text = rulesTable(rulesCost());
    console.log(text);
    if (!values.quick) fs.writeFileSync(page, old.replace(/\n## What the rules cost\n[^]*?(?=\n## |$)/, () => text));
    return;
  }
  const result = { files: sizes.flatMap(lines => kinds.map(kind => wholeFile(kind, lines))), rules: rulesCost(), documents: documents(), server: server(), extension: await extension() };
  const text = withGrowth(table(result, date, values.note), growthIn(old));
  console.log(text);
  if (!values.quick) fs.writeFileSync(page, text);
}

/** The trace, made unless an earlier run has left it. */
function trace(kind, lines) {
  const file = path.join(folder, `${kind}-${lines}.ftrace`);
  if (!fs.existsSync(file)) {
    console.error(`bench: writing ${lines.toLocaleString('en')} lines, ${kind}`);
    writeTrace(kind, lines, `${file}.part`);
    fs.renameSync(`${file}.part`, file);
  }
  return file;
}

function analysis(file, ...more) {
  return timed(process.execPath, [cli, 'analyze', '--format', 'json', '--fail-on', 'never', ...more, file]);
}

/** Best of some runs of each program; in turn, so that all of them have the same machine. */
function inTurn(programs, times = runs) {
  const best = programs.map(() => ({ seconds: Infinity, mebibytes: undefined }));
  for (let i = 0; i < times; i++) {
    programs.forEach((program, at) => {
      const now = program();
      if (now.seconds < best[at].seconds) best[at] = { ...now };
    });
  }
  return best;
}

function wholeFile(kind, lines) {
  const file = trace(kind, lines);
  console.error(`bench: ${lines.toLocaleString('en')} lines, ${kind}`);
  const others = baselines();
  const [own, ...times] = inTurn([() => analysis(file), ...others.map(({ run }) => () => run(file))]);
  return { kind, lines, bytes: fs.statSync(file).size, own, others: others.map(({ name }, i) => ({ name, seconds: times[i].seconds })) };
}

/** All rules on against parser and machine without any, each in a process of its own. */
function rulesCost() {
  console.error('bench: what the rules cost');
  return [...kinds, 'faulty'].map(kind => {
    const file = trace(kind, sizes[0]);
    const measures = ['parse', 'replay', 'all'].map(measure => () => measured('rules.mjs', measure, file));
    const [parse, replay, all] = inTurn(measures, 2 * runs);
    return { kind, lines: sizes[0], parse: parse.seconds, replay: replay.seconds, all: all.seconds, findings: all.findings };
  });
}

function documents() {
  const best = (kind, lines) => {
    const file = trace(kind, lines);
    const all = Array.from({ length: runs }, () => measured('document.mjs', 'open', file).milliseconds);
    return { kind, bytes: fs.statSync(file).size, milliseconds: Math.min(...all) };
  };
  console.error('bench: open documents');
  const edited = values.quick ? 20_000 : 300_000;
  return {
    opened: kinds.flatMap(kind => [best(kind, 8_000), best(kind, 160_000)]),
    edited: kinds.map(kind => ({ kind, ...measured('document.mjs', 'edits', trace(kind, edited), values.quick ? 50 : 1000) })),
  };
}

/** What is installed, and how long a workbench waits for it. */
async function extension() {
  console.error('bench: the extension');
  const size = file => fs.statSync(path.join(root, file)).size;
  const vsix = fs.statSync(await packageVsix()).size;
  const page = ['dist/webview.js', 'dist/webview.css', 'dist/large.js', 'dist/large.css'].reduce((sum, file) => sum + size(file), 0);
  const missing = unsupportedPlatform() ?? findChromium().problem;
  if (missing !== undefined) return { vsix, page, missing };
  setUpWorkbench();
  return { vsix, page, ...measured('activation.mjs') };
}

/** Through the language server, built and started as an editor does. */
function server() {
  console.error('bench: the language server');
  const small = kind => trace(kind, 8_000);
  const large = trace('stock', sizes.at(-1));
  return {
    opened: kinds.map(kind => ({ kind, bytes: fs.statSync(small(kind)).size, milliseconds: Math.min(...Array.from({ length: runs }, () => measured('server.mjs', 'open', small(kind)).milliseconds)) })),
    hovers: kinds.map(kind => ({ kind, ...measured('server.mjs', 'load', small(kind), large) })),
    viewed: measured('server.mjs', 'view', small('stock'), large),
  };
}
