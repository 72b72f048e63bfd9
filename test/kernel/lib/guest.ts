/** Boots a kernel under software emulation and gives back what the guest has put into /out. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Steps are said on the console, and none takes this long even on a busy machine. */
const silenceMs = 8 * 60_000;

export interface Guest {
  /** Text of a file of /out; undefined: it is not there. */
  read(name: string): string | undefined;
  readonly console: string;
}

/** What differs between the emulated machines. */
const machines = {
  amd64: {
    program: 'qemu-system-x86_64', options: ['-machine', 'pc', '-cpu', 'max'],
    // The kernel would find the emulated clock unstable.
    boot: 'console=ttyS0 tsc=reliable',
  },
  // A plain CPU, whose kernel has no pointer authentication to emulate.
  arm64: { program: 'qemu-system-aarch64', options: ['-machine', 'virt', '-cpu', 'cortex-a72'], boot: 'console=ttyAMA0' },
} as const;
export type Architecture = keyof typeof machines;

export interface Boot {
  readonly folder: string;
  readonly architecture: Architecture;
  readonly kernel: string;
  readonly initramfs: string;
}

/** Rejects with the end of the guest's console where it did not come to its end. One that stands still, as emulated CPUs do now and then, is booted once more. */
export async function runGuest({ folder, architecture, kernel, initramfs }: Boot): Promise<Guest> {
  const { program, options, boot } = machines[architecture];
  const archive = join(folder, 'out.tar');
  const out = join(folder, 'out');
  rmSync(archive, { force: true });
  rmSync(out, { recursive: true, force: true });
  const args = [
    ...options, '-accel', 'tcg,thread=multi', '-m', '512M', '-smp', '2', '-nographic', '-no-reboot', '-nodefaults', '-serial', 'stdio',
    '-kernel', kernel, '-initrd', initramfs,
    '-append', `${boot} panic=-1 oops=panic quiet`,
    '-device', 'virtio-balloon-pci,free-page-reporting=on',
    '-device', 'virtio-serial-pci', '-chardev', `file,id=out,path=${archive}`, '-device', 'virtserialport,chardev=out,name=out,nr=1',
  ];
  let { text, stoodStill } = await qemu(program, args);
  if (stoodStill) {
    console.error(`the guest stood still and is booted once more; its console ended with:\n${text.slice(-300)}`);
    ({ text, stoodStill } = await qemu(program, args));
  }
  writeFileSync(join(folder, 'console.txt'), text);
  if (!text.includes('== end')) throw new Error(`the guest did not come to its end:\n${text.slice(-4000)}`);
  mkdirSync(out);
  execFileSync('tar', ['xf', archive, '-C', out]);
  return { console: text, read: name => (existsSync(join(out, name)) ? readFileSync(join(out, name), 'utf8') : undefined) };
}

function qemu(program: string, args: readonly string[]): Promise<{ readonly text: string; readonly stoodStill: boolean }> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    let stoodStill = false;
    const timer = setTimeout(() => {
      stoodStill = true;
      child.kill('SIGKILL');
    }, silenceMs);
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      timer.refresh();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', failed);
    child.on('close', () => { clearTimeout(timer); done({ text, stoodStill }); });
  });
}
