// Where things are, and the small helpers that the scripts share.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const dist = path.join(root, 'dist');
export const out = path.join(root, 'out');
/** The CLI as one file. */
export const cli = path.join(dist, 'buddyscope.cjs');

export const manifest = () => JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
export const vsixPath = () => path.join(dist, `buddyscope-${manifest().version}.vsix`);

/** A package's own program, run by this Node: `.bin` links differ from system to system. */
export function program(packageName, bin) {
  const folder = path.join(root, 'node_modules', packageName);
  const file = path.join(folder, 'package.json');
  if (!fs.existsSync(file)) throw new Error(`${packageName} is not installed; run 'npm ci' first`);
  const declared = JSON.parse(fs.readFileSync(file, 'utf8')).bin;
  return path.join(folder, typeof declared === 'string' ? declared : declared[bin]);
}

/** Runs Node on `args` in the project's folder with this terminal's output; returns the exit status. */
export function runNode(args, options = {}) {
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** The first of `names` on PATH that can be run. */
export function onPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (folder && isExecutable(file)) return file;
    }
  }
  return undefined;
}

export function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

export const seconds = since => `${((Date.now() - since) / 1000).toFixed(1)} s`;
