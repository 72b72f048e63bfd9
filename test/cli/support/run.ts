import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { TestContext } from 'node:test';
import { Output } from '../../../server/src/cli/host.js';
import { runCommandLine } from '../../../server/src/cli/run.js';
import { commandLineProgram, workerProgram } from '../../worker/support/program.js';

const root = resolve(__dirname, '..', '..', '..');
/** How a process of the command line is started: bundled from its source, so that a test never runs against an old bundle. */
export const command = (): readonly string[] => [process.execPath, commandLineProgram()];

export interface Ran { readonly status: number | null; readonly out: string; readonly err: string }

/** `input` goes to standard input, which is closed after it; `env` is added to the environment. */
export function run(args: readonly string[], input: string | Uint8Array = '', env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((done, failed) => {
    const [program, ...before] = command();
    const child = spawn(program, [...before, ...args], { cwd: root, env: { ...process.env, ...env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
    child.on('error', failed);
    child.on('close', (status) => { done({ status, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }); });
    // A program that refuses its input early closes the pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** The same inside this process, for the many cases where only the words and the status matter. `program`: what its threads run. */
export async function runHere(args: readonly string[], input: string | Uint8Array = '', program?: string): Promise<Ran> {
  const texts: string[] = [];
  const notes: string[] = [];
  const out = new Writable({ write(chunk, _encoding, done) { texts.push(String(chunk)); done(); } });
  const status = await runCommandLine(args, {
    stdin: Readable.from(input.length === 0 ? [] : [Buffer.from(input)], { objectMode: false }),
    out: new Output(out),
    note: (line) => { notes.push(`${line}\n`); },
    progress: undefined,
    milliseconds: () => 0,
    workers: { program: program ?? await workerProgram() },
  });
  return { status, out: texts.join(''), err: notes.join('') };
}

/** A folder of its own for each test, and a writer into it that returns the path. */
export async function scratch(context: TestContext): Promise<(name: string, content: string | Uint8Array) => Promise<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'buddyscope-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return async (name, content) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
}
