// Runs programs and measures them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { onPath, out, root } from '../lib/project.mjs';

export const folder = path.join(out, 'bench');
const peak = path.join(folder, 'peak.txt');

/** Seconds of one run; `args` of this Node if the program is `node`: then with its peak memory in MiB. */
export function timed(program, args, input) {
  const isNode = program === process.execPath;
  const stdin = input === undefined ? 'ignore' : fs.openSync(input, 'r');
  const start = performance.now();
  const { status, error } = spawnSync(program, isNode ? ['--require', path.join(root, 'scripts/bench/peak.cjs'), ...args] : args, {
    stdio: [stdin, 'ignore', 'inherit'], env: { ...process.env, LC_ALL: 'C', BENCH_PEAK: peak },
  });
  const seconds = (performance.now() - start) / 1000;
  if (typeof stdin === 'number') fs.closeSync(stdin);
  if (error) throw error;
  // 1: the trace has findings.
  if (status !== 0 && status !== 1) throw new Error(`${program} ${args.join(' ')} ended with status ${status}`);
  return isNode ? { seconds, mebibytes: Number(fs.readFileSync(peak, 'utf8').split(' ')[0]) / 1024 } : { seconds };
}

/** The programs that everything is compared with: as many as this machine has. */
export function baselines() {
  const list = [];
  const wc = onPath('wc');
  if (wc) list.push({ name: '`wc -l`', run: file => timed(wc, ['-l', file]) });
  const compiler = onPath('cc', 'gcc', 'clang');
  if (compiler) {
    const split = path.join(folder, 'split');
    const { status } = spawnSync(compiler, ['-O2', '-o', split, path.join(root, 'scripts/bench/split.c')], { stdio: 'inherit' });
    if (status === 0) list.push({ name: 'C field splitter', run: file => timed(split, [file]) });
  }
  const mawk = onPath('mawk');
  if (mawk) list.push({ name: 'mawk, events by name', run: file => timed(mawk, ['!/^#/ { count[$5]++ } END { for (name in count) print name, count[name] }', file]) });
  return list;
}

/** The core as one module: the measures of an open document call it as the language server does. */
export async function buildCore() {
  const outfile = path.join(folder, 'core.mjs');
  await build({ entryPoints: [path.join(root, 'server/src/core/index.ts')], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' });
  return outfile;
}

/** Modules of the engine that keep words for rules only, and what stands for them where no rule is to cost anything. */
const ofRules = new Map([
  ['scopeHandlers', 'export const before = {}; export const after = {};'],
  ['pageOwners', 'export const pageAllocated = () => {}; export const pageFreed = () => {};'],
]);

/** Parser and machine without rules, for rules.mjs. */
export async function buildReplay() {
  const left = new Set(ofRules.keys());
  const withoutRules = {
    name: 'without-rules',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]engine[\\/]\w+\.ts$/ }, ({ path: file }) => {
        const name = path.basename(file, '.ts');
        left.delete(name);
        return ofRules.has(name) ? { contents: ofRules.get(name), loader: 'js' } : undefined;
      });
    },
  };
  await build({
    entryPoints: [path.join(root, 'scripts/bench/bare.mjs')], outfile: path.join(folder, 'replay.mjs'), bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning', plugins: [withoutRules],
  });
  if (left.size > 0) throw new Error(`the engine has no module ${[...left].join(', ')}`);
}

/** Runs document.mjs, rules.mjs or server.mjs in a process of its own, and returns its numbers. */
export function measured(script, ...args) {
  const { status, stdout, error } = spawnSync(process.execPath, [path.join(root, 'scripts/bench', script), ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[script, ...args].join(' ')} ended with status ${status}`);
  return JSON.parse(stdout);
}
