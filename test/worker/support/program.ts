import { build, buildSync, type BuildOptions } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/repository.js';

const folder = mkdtempSync(join(tmpdir(), 'buddyscope-worker-'));
process.on('exit', () => { rmSync(folder, { recursive: true, force: true }); });

const bundled = (entry: string, outfile: string): BuildOptions & { readonly outfile: string } => ({
  entryPoints: [join(root, entry)], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning',
});

let built: Promise<string> | undefined;
let commandLine: string | undefined;

/** The worker's program, bundled from its source as the build does it. */
export const workerProgram = (): Promise<string> => built ??= (async () => {
  const options = bundled('server/src/worker/main.ts', join(folder, 'worker.js'));
  await build(options);
  return options.outfile;
})();

/** The command line's program: its threads run the same file, so it must be one. */
export function commandLineProgram(): string {
  if (commandLine !== undefined) return commandLine;
  const options = bundled('server/src/cli/main.ts', join(folder, 'buddyscope.cjs'));
  buildSync(options);
  return commandLine = options.outfile;
}

/** A worker that does something else; `body` sees the `port` and the message `start` that began it. */
export function strangeProgram(name: string, body: string): string {
  const file = join(folder, `${name}.js`);
  writeFileSync(file, `const { parentPort: port } = require('node:worker_threads');\nport.once('message', start => { ${body} });\n`);
  return file;
}

/** The least of some runs: on a machine that does other things as well, a single one says little. */
export async function quickest(runs: number, measure: () => Promise<number>): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs; run++) least = Math.min(least, await measure());
  return least;
}
