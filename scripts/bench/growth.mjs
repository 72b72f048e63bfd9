// What a trace costs by its length: made by a program of its own and read from a pipe, so that no disk is needed.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cli, root } from '../lib/project.mjs';
import { folder } from './run.mjs';

const heading = '## Growth with the length';
const quote = word => `'${word.replaceAll("'", "'\\''")}'`;

/** Processor seconds of both threads, and peak memory in MiB; wall time is the generator's, which is slower. */
export function piped(kind, lines) {
  console.error(`bench: ${lines.toLocaleString('en')} lines through a pipe`);
  const peak = path.join(folder, 'growth.txt');
  fs.rmSync(peak, { force: true });
  const node = quote(process.execPath);
  const command = `${node} ${quote(path.join(root, 'scripts/bench/traces.mjs'))} ${kind} ${lines} - `
    + `| ${node} --require ${quote(path.join(root, 'scripts/bench/peak.cjs'))} ${quote(cli)} analyze --format json --fail-on never -`;
  const { status, stdout, error } = spawnSync('sh', ['-c', command], {
    stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', env: { ...process.env, BENCH_PEAK: peak },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`the pipe of ${lines} lines ended with status ${status}`);
  // The generator ends behind the last whole operation.
  const [{ lines: read, bytes }] = JSON.parse(stdout).files;
  if (read < lines) throw new Error(`of ${lines} lines only ${read} were read`);
  const [kibibytes, milliseconds] = fs.readFileSync(peak, 'utf8').split(' ').map(Number);
  return { kind, lines: read, bytes, seconds: milliseconds / 1000, mebibytes: kibibytes / 1024 };
}

export function growthSection(list, date) {
  const rows = list.map(({ kind, lines, bytes, seconds, mebibytes }) =>
    `| ${kind} | ${lines.toLocaleString('en')} | ${(bytes / 1e9).toFixed(2)} | ${seconds.toFixed(1)} s | ${Math.round(seconds / lines * 1e9)} ns | ${Math.round(mebibytes)} MiB |\n`);
  return `${heading}\n\nFrom a pipe, \`npm run bench -- --growth\`${list.some(({ lines }) => lines >= 1e8) ? ' with `--large`' : ''}, ${date}. Processor time of both threads together, Node's start included.\n\n`
    + `| trace | lines | GB | processor time | a line | peak memory |\n| --- | --- | --- | --- | --- | --- |\n${rows.join('')}`;
}

/** The page with another such section, the last one; without a new one, that of the page before stays. */
export function withGrowth(text, section) {
  const at = text.indexOf(`\n${heading}`);
  return section === undefined ? text : `${at < 0 ? text : text.slice(0, at)}\n${section}`;
}
export const growthIn = text => (text.includes(heading) ? text.slice(text.indexOf(heading)) : undefined);
