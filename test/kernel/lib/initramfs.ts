/** The guest's files: busybox, a few modules, the steps and the scripts to run. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** In the order of their dependencies; a kernel has some of them built in. */
const modules = ['virtio_ring', 'virtio', 'virtio_pci_modern_dev', 'virtio_pci_legacy_dev', 'virtio_pci', 'virtio_console', 'virtio_balloon'];
const own = join(__dirname, '..', 'guest');

export interface GuestFiles {
  /** Where to build. */
  readonly folder: string;
  /** The kernel's modules on this machine. */
  readonly modules: string;
  /** Programs of this machine: a static one, and one with its libraries. */
  readonly busybox: string;
  readonly dash: string | undefined;
  /** Name in the guest -> text. */
  readonly files: Readonly<Record<string, string>>;
}

/** Path of the archive. */
export function buildInitramfs({ folder, modules: from, busybox, dash, files }: GuestFiles): string {
  const root = join(folder, 'root');
  rmSync(root, { recursive: true, force: true });
  for (const name of ['bin', 'lib/modules', 'guest', 'etc', 'proc', 'sys', 'dev', 'tmp', 'out']) mkdirSync(join(root, name), { recursive: true });
  put(busybox, join(root, 'bin/busybox'));
  put(join(own, 'init'), join(root, 'init'));
  put(join(own, 'steps'), join(root, 'guest/steps'));
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  if (dash !== undefined) {
    put(dash, join(root, 'bin/dash'));
    for (const library of librariesOf(dash)) put(library, join(root, library));
  }
  writeFileSync(join(root, 'lib/modules/order'), modules.filter(name => putModule(from, name, root)).map(name => `${name}.ko\n`).join(''));
  const archive = join(folder, 'initramfs.cpio.gz');
  const names = execFileSync('find', ['.', '-print0'], { cwd: root });
  writeFileSync(archive, gzipSync(execFileSync('cpio', ['-o', '-0', '-H', 'newc', '--quiet'], { cwd: root, input: names, maxBuffer: 1 << 28 }), { level: 1 }));
  return archive;
}

function put(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(realpathSync(from), to);
  chmodSync(to, 0o755);
}

function putModule(from: string, name: string, root: string): boolean {
  const found = execFileSync('find', [from, '-name', `${name}.ko`, '-o', '-name', `${name}.ko.xz`], { encoding: 'utf8' }).split('\n')[0];
  if (!existsSync(found)) return false;
  writeFileSync(join(root, 'lib/modules', `${name}.ko`), found.endsWith('.xz') ? execFileSync('xz', ['-dc', found], { maxBuffer: 1 << 26 }) : readFileSync(found));
  return true;
}

const librariesOf = (program: string): readonly string[] =>
  [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(?:=> |^\s*)(\/\S+)/gm)].map(match => match[1]);
