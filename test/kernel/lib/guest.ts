/** Boots a kernel under software emulation and gives back what the guest has put into /out. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const limitMs = 30 * 60_000;

export interface Guest {
  /** Text of a file of /out; undefined: it is not there. */
  read(name: string): string | undefined;
  readonly console: string;
}

/** Rejects with the end of the guest's console where it did not come to its end. */
export async function runGuest({ folder, kernel, initramfs }: { readonly folder: string; readonly kernel: string; readonly initramfs: string }): Promise<Guest> {
  const archive = join(folder, 'out.tar');
  const out = join(folder, 'out');
  rmSync(archive, { force: true });
  rmSync(out, { recursive: true, force: true });
  const text = await qemu([
    '-machine', 'pc', '-accel', 'tcg,thread=multi', '-cpu', 'max', '-m', '512M', '-smp', '2', '-nographic', '-no-reboot', '-nodefaults', '-serial', 'stdio',
    '-kernel', kernel, '-initrd', initramfs,
    // The kernel would find the emulated clock unstable.
    '-append', 'console=ttyS0 panic=-1 oops=panic quiet tsc=reliable',
    '-device', 'virtio-balloon-pci,free-page-reporting=on',
    '-device', 'virtio-serial-pci', '-chardev', `file,id=out,path=${archive}`, '-device', 'virtserialport,chardev=out,name=out,nr=1',
  ]);
  writeFileSync(join(folder, 'console.txt'), text);
  if (!text.includes('== end')) throw new Error(`the guest did not come to its end:\n${text.slice(-4000)}`);
  mkdirSync(out);
  execFileSync('tar', ['xf', archive, '-C', out]);
  return { console: text, read: name => (existsSync(join(out, name)) ? readFileSync(join(out, name), 'utf8') : undefined) };
}

function qemu(args: readonly string[]): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const take = (chunk: Buffer): void => { text += chunk.toString(); };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = setTimeout(() => { child.kill('SIGKILL'); }, limitMs);
    child.on('error', failed);
    child.on('close', () => { clearTimeout(timer); done(text); });
  });
}
