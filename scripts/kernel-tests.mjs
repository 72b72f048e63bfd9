// npm run test:kernel [-- 6.1]: records real kernels of Debian under emulation with the script of `buddyscope capture`, and judges what Buddyscope makes of it.
// Not part of npm test: it installs QEMU, fetches kernels of 70 to 110 MB, and takes minutes.
import { busybox, fetchKernel, installTools, releases } from './lib/debianKernels.mjs';
import { testFiles, runTestFiles } from './lib/nodeTest.mjs';

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !releases.some(release => release.name === name));
if (unknown.length > 0) {
  console.error(`test:kernel: there is no kernel ${unknown.join(', ')}; kernels are ${releases.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const wanted = releases.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
const obstacle = installTools();
const kernels = obstacle ? wanted.map(({ name }) => ({ name, problem: obstacle })) : wanted.map(fetchKernel);
const here = kernels.filter(kernel => kernel.problem === undefined);
for (const { name, version } of here) console.log(`Linux ${name}: ${version}`);

let result = { status: 1, passed: 0, failed: 0, problem: 'no kernel could be had' };
if (here.length > 0) {
  process.env.BUDDYSCOPE_KERNELS = JSON.stringify({ busybox: busybox(), kernels: here });
  result = runTestFiles('kernel', testFiles('test/kernel', '.test.ts'), ['--import', 'tsx', '--test-concurrency=1']);
}
if (result.problem) console.error(`test:kernel: ${result.problem}`);
console.log(`${result.passed} passed, ${result.failed} failed`);
const missing = kernels.filter(kernel => kernel.problem !== undefined);
for (const { name, problem } of missing) console.log(`NOT RUN: Linux ${name}, because ${problem}`);
process.exitCode = result.status === 0 && process.env.BUDDYSCOPE_REQUIRE_KERNELS === '1' && missing.length > 0 ? 1 : result.status;
