// Installs DuckDB on first use: 70 MB, its library is one of the npm packages, so no script runs and nothing else is downloaded.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../../scripts/lib/project.mjs';

const home = path.join(root, 'test/duckdb');
const stamp = path.join(home, 'node_modules/.duckdb-stamp');

/** Does nothing if the installed packages are those of the lock file. Returns why there is no DuckDB, to follow "because"; undefined where there is one. */
export async function setUpDuckdb() {
  const wanted = fs.readFileSync(path.join(home, 'package-lock.json'), 'utf8');
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== wanted) {
    console.log('installing DuckDB into test/duckdb/node_modules (70 MB, once)');
    // Not `npm ci`: it refuses where a registry has no packages for other platforms.
    const { status, error } = spawnSync('npm', ['install', '--no-save', '--ignore-scripts', '--loglevel=error'], { cwd: home, stdio: ['ignore', 'inherit', 'inherit'] });
    if (error || status !== 0) return `npm could not install its package${error ? `: ${error.message}` : ''}`;
    fs.writeFileSync(stamp, wanted);
  }
  try {
    await import(pathToFileURL(path.join(home, 'node_modules/@duckdb/node-api/lib/index.js')));
    return undefined;
  } catch (error) {
    return `its library does not load on this machine: ${error.message.split('\n', 1)[0]}`;
  }
}
