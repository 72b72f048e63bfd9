// Debian's kernels, unpacked below out/kernel. Uses apt-get with lists and a cache of its own: the machine's package lists stay as they are.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { out } from './project.mjs';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const debian = 'http://deb.debian.org/debian';

const bookworm = [`${debian} bookworm main`, 'http://deb.debian.org/debian-security bookworm-security main'];
const backports = [`${debian} bookworm-backports main`];
const newest = [`${debian} trixie-backports main`];

/** What a test runs on: a name for people, and where apt finds the kernel. */
export const releases = [
  { name: '6.1', architecture: 'amd64', metapackage: 'linux-image-amd64', sources: bookworm },
  { name: '6.12', architecture: 'amd64', metapackage: 'linux-image-amd64', sources: backports },
  // Of Debian 13; which version that is changes with time.
  { name: 'newest', architecture: 'amd64', metapackage: 'linux-image-amd64', sources: newest },
  { name: '6.1-rt', architecture: 'amd64', metapackage: 'linux-image-rt-amd64', sources: bookworm },
  { name: '6.12-rt', architecture: 'amd64', metapackage: 'linux-image-rt-amd64', sources: backports },
  { name: '6.1-arm64', architecture: 'arm64', metapackage: 'linux-image-arm64', sources: bookworm },
  { name: '6.12-arm64', architecture: 'arm64', metapackage: 'linux-image-arm64', sources: backports },
];
/** The shell and the tools of the guest: without libraries, because it has none. */
const shell = { metapackage: 'busybox-static', sources: bookworm };

/** The kernel of that name, or all of that kind: `6.12`, `6.12-rt`, `rt`, `arm64`. */
export const chosenBy = word => ({ name }) => name === word || name.endsWith(`-${word}`);

const folder = path.join(out, 'kernel');

/** { name, architecture, version, image, modules, busybox }, or { name, problem }. */
export function fetchKernel(release) {
  const { name, architecture } = release;
  try {
    const kernel = unpacked(name, release, apt => packagesOf(release.metapackage, apt));
    const busybox = unpacked(`busybox-${architecture}`, { ...shell, architecture }, () => [shell.metapackage]);
    const version = kernel.packages[0].slice('linux-image-'.length);
    const modules = ['lib/modules', 'usr/lib/modules'].map(place => path.join(kernel.files, place, version)).find(place => fs.existsSync(place));
    const image = [path.join(kernel.files, 'boot', `vmlinuz-${version}`), path.join(kernel.files, 'usr/lib/modules', version, 'vmlinuz')].find(place => fs.existsSync(place));
    if (modules === undefined || image === undefined) throw new Error(`${kernel.packages.join(', ')}: there is no ${image === undefined ? 'kernel' : 'module'} in them`);
    return { name, architecture, version, image, modules, busybox: path.join(busybox.files, 'bin/busybox') };
  } catch (error) {
    return { name, problem: error.message.split('\n').filter(line => line !== '').slice(0, 3).join(' ') };
  }
}

/** That of the kernel, and where it only stands for them, those of its image and its modules. */
function packagesOf(metapackage, apt) {
  const depends = debianPackage => [...apt('apt-cache', 'depends', debianPackage).matchAll(/^ *Depends: (linux-\S+?)(?::\w+)?$/gm)].map(match => match[1]);
  const kernel = depends(metapackage).find(name => name.startsWith('linux-image-'));
  return kernel === undefined ? [] : [kernel, ...depends(kernel).filter(name => /^linux-(binary|modules)-/.test(name))];
}

/** The packages that `namesOf` finds with apt, unpacked together; once for each version of a kernel, since its name holds that. */
function unpacked(place, { architecture, metapackage, sources }, namesOf) {
  const own = path.join(folder, place);
  const lists = path.join(own, 'apt');
  for (const part of ['lists/partial', 'cache/archives/partial']) fs.mkdirSync(path.join(lists, part), { recursive: true });
  if (!fs.existsSync(keyring)) throw new Error(`${keyring} is not here, without which apt trusts no Debian package`);
  const list = path.join(lists, 'sources.list');
  fs.writeFileSync(list, sources.map(source => `deb [signed-by=${keyring} arch=${architecture}] ${source}\n`).join(''));
  const options = [`Dir::Etc::sourcelist=${list}`, 'Dir::Etc::sourceparts=-', `Dir::State::lists=${path.join(lists, 'lists')}`, `Dir::Cache=${path.join(lists, 'cache')}`,
    // As on a machine of that architecture, where nothing is installed.
    'Dir::State::status=/dev/null', `APT::Architecture=${architecture}`, `APT::Architectures=${architecture}`, 'APT::Sandbox::User=root'].flatMap(option => ['-o', option]);
  const apt = (command, ...args) => run(command, [...options, ...args], { cwd: own });
  apt('apt-get', '-qq', 'update');
  const packages = namesOf(apt);
  if (packages.length === 0) throw new Error(`${metapackage} names no kernel in ${sources.join(', ')}`);
  const files = path.join(own, packages[0]);
  if (!fs.existsSync(path.join(files, 'complete'))) {
    for (const debianPackage of packages) {
      apt('apt-get', '-qq', 'download', debianPackage);
      const archive = fs.readdirSync(own).find(file => file.startsWith(`${debianPackage}_`) && file.endsWith('.deb'));
      run('dpkg-deb', ['-x', path.join(own, archive), files]);
      fs.rmSync(path.join(own, archive));
    }
    fs.writeFileSync(path.join(files, 'complete'), '');
  }
  return { packages, files };
}

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (error) throw new Error(`${command} is not here: this needs Debian or a system made from it`);
  if (status !== 0) throw new Error(`${command} ${args.filter(arg => !arg.includes('::') && arg !== '-o').join(' ')} failed: ${stderr.trim()}`);
  return stdout;
}

/** [program, package] for guests of these architectures. */
const toolsFor = architectures => [
  ...(architectures.includes('amd64') ? [['qemu-system-x86_64', 'qemu-system-x86']] : []),
  ...(architectures.includes('arm64') ? [['qemu-system-aarch64', 'qemu-system-arm']] : []),
  ['cpio', 'cpio'], ['xz', 'xz-utils'],
];

/** Installs what is missing; undefined, or why it cannot be had. */
export function installTools(architectures) {
  const tools = toolsFor(architectures);
  const isMissing = ([program]) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error !== undefined;
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
