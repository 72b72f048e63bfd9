// npm run test:kernel [-- 6.12 rt arm64]: records real kernels of Debian under emulation with the script of `buddyscope capture`, and judges what
// Buddyscope makes of it. A word chooses a kernel by its name or all of a kind; without one, all are booted, one after the other.
// Not part of npm test: it installs QEMU, fetches kernels of 60 to 180 MB, and takes two or three minutes for each.
import { chosenBy, fetchKernel, installTools, releases } from './lib/debianKernels.mjs';
import { testFiles, runTestFiles } from './lib/nodeTest.mjs';

const words = process.argv.slice(2);
const unknown = words.filter(word => !releases.some(chosenBy(word)));
if (unknown.length > 0) {
  console.error(`test:kernel: there is no kernel ${unknown.join(', ')}; kernels are ${releases.map(({ name }) => name).join(', ')}, or rt or arm64 for all of that kind`);
  process.exit(2);
}
const wanted = releases.filter(release => words.length === 0 || words.some(word => chosenBy(word)(release)));
const obstacle = installTools(wanted.map(({ architecture }) => architecture));
const kernels = wanted.map(release => (obstacle ? { name: release.name, problem: obstacle } : fetchKernel(release)));
const here = kernels.filter(kernel => kernel.problem === undefined);
for (const { name, version } of here) console.log(`Linux ${name}: ${version}`);

let result = { status: 1, passed: 0, failed: 0, problem: 'no kernel could be had' };
if (here.length > 0) {
  process.env.BUDDYSCOPE_KERNELS = JSON.stringify(here);
  result = runTestFiles('kernel', testFiles('test/kernel', '.test.ts'), ['--import', 'tsx', '--test-concurrency=1']);
}
if (result.problem) console.error(`test:kernel: ${result.problem}`);
console.log(`${result.passed} passed, ${result.failed} failed`);
const missing = kernels.filter(kernel => kernel.problem !== undefined);
for (const { name, problem } of missing) console.log(`NOT RUN: Linux ${name}, because ${problem}`);
process.exitCode = result.status === 0 && process.env.BUDDYSCOPE_REQUIRE_KERNELS === '1' && missing.length > 0 ? 1 : result.status;
