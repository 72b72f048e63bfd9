// Debian's kernels, unpacked below out/kernel. Uses apt-get with lists and a cache of its own: the machine's package lists stay as they are.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { out } from './project.mjs';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const debian = 'http://deb.debian.org/debian';

/** What a test runs on: a name for people, and where apt finds the kernel. */
export const releases = [
  { name: '6.1', sources: [`${debian} bookworm main`, 'http://deb.debian.org/debian-security bookworm-security main'] },
  { name: '6.12', sources: [`${debian} bookworm-backports main`] },
];

const folder = path.join(out, 'kernel');

/** { name, version, image, modules }, or { name, problem }. */
export function fetchKernel({ name, sources }) {
  try {
    return unpacked(name, sources);
  } catch (error) {
    return { name, problem: error.message.split('\n').filter(line => line !== '').slice(0, 3).join(' ') };
  }
}

function unpacked(name, sources) {
  const own = path.join(folder, name);
  const lists = path.join(own, 'apt');
  for (const part of ['lists/partial', 'cache/archives/partial']) fs.mkdirSync(path.join(lists, part), { recursive: true });
  if (!fs.existsSync(keyring)) throw new Error(`${keyring} is not here, without which apt trusts no Debian package`);
  const list = path.join(lists, 'sources.list');
  fs.writeFileSync(list, sources.map(source => `deb [signed-by=${keyring} arch=amd64] ${source}\n`).join(''));
  const options = [`Dir::Etc::sourcelist=${list}`, 'Dir::Etc::sourceparts=-', `Dir::State::lists=${path.join(lists, 'lists')}`, `Dir::Cache=${path.join(lists, 'cache')}`,
    'APT::Sandbox::User=root', 'APT::Architecture=amd64'].flatMap(option => ['-o', option]);
  run('apt-get', [...options, '-qq', 'update']);
  const depends = run('apt-cache', [...options, 'depends', 'linux-image-amd64']);
  const name_ = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (name_ === undefined) throw new Error(`linux-image-amd64 names no kernel in ${sources.join(', ')}`);
  const files = path.join(own, name_);
  if (!fs.existsSync(path.join(files, 'complete'))) {
    run('apt-get', [...options, '-qq', 'download', name_], { cwd: own });
    const archive = fs.readdirSync(own).find(file => file.startsWith(`${name_}_`) && file.endsWith('.deb'));
    run('dpkg-deb', ['-x', path.join(own, archive), files]);
    fs.rmSync(path.join(own, archive));
    fs.writeFileSync(path.join(files, 'complete'), '');
  }
  const version = name_.slice('linux-image-'.length);
  const modules = [path.join(files, 'lib/modules', version), path.join(files, 'usr/lib/modules', version)].find(place => fs.existsSync(place));
  if (modules === undefined) throw new Error(`${name_} has no modules`);
  return { name, version, image: path.join(files, 'boot', `vmlinuz-${version}`), modules };
}

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (error) throw new Error(`${command} is not here: this needs Debian or a system made from it`);
  if (status !== 0) throw new Error(`${command} ${args.filter(arg => !arg.includes('::') && arg !== '-o').join(' ')} failed: ${stderr.trim()}`);
  return stdout;
}

const tools = [['qemu-system-x86_64', 'qemu-system-x86'], ['busybox', 'busybox-static'], ['cpio', 'cpio'], ['xz', 'xz-utils']];

/** Installs what is missing; undefined, or why it cannot be had. */
export function installTools() {
  const isMissing = ([program]) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error !== undefined || (program === 'busybox' && !isStatic());
  const missing = tools.filter(isMissing).map(([, debianPackage]) => debianPackage);
  if (missing.length === 0) return undefined;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) return `${missing.join(', ')} must be installed first: sudo ${command}`;
  console.log(`installing ${missing.join(', ')}`);
  try {
    run('apt-get', ['-qq', 'update']);
    execFileSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  } catch (error) {
    return `${missing.join(', ')} could not be installed: ${error.message}`;
  }
  return tools.some(isMissing) ? `${missing.join(', ')} cannot be used after its installation` : undefined;
}

export const busybox = () => execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim();
/** In the guest there are no libraries. */
const isStatic = () => spawnSync('ldd', [busybox()], { encoding: 'utf8' }).status !== 0;
