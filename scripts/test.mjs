// npm test: every check of the project, cheapest first; stops at the first stage that fails.
// node scripts/test.mjs [stage]... runs only those stages.
import fs from 'node:fs';
import path from 'node:path';
import { buildAll } from './build.mjs';
import { program, root, runNode, seconds } from './lib/project.mjs';
import { runDuckdbTests } from './duckdb-tests.mjs';
import { packageVsix } from './package.mjs';
import { runUnitTests } from './unit.mjs';
import { runWorkbenchTests } from './workbench-tests.mjs';

const node = (...args) => ({ status: runNode(args) });
const generator = path.join(root, 'scripts/gen.mjs');
const stages = {
  typecheck: () => node(program('typescript', 'tsc'), '-b'),
  lint: () => node(program('eslint', 'eslint'), '.'),
  generated: () => (fs.existsSync(generator) ? node(generator, '--check') : { status: 0 }),
  build: async () => { await buildAll(); return { status: 0 }; },
  unit: () => runUnitTests(),
  demo: () => node(path.join(root, 'scripts/demo.mjs')),
  duckdb: () => runDuckdbTests(),
  package: async () => { await packageVsix(); return { status: 0 }; },
  workbench: () => runWorkbenchTests(),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !(name in stages));
if (unknown.length > 0) {
  console.error(`test: there is no stage ${unknown.join(', ')}; stages are ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}

const totals = { passed: 0, failed: 0 };
const notRun = [];
for (const name of chosen.length > 0 ? chosen : Object.keys(stages)) {
  const start = Date.now();
  console.log(`\n== ${name}`);
  const result = await run(stages[name]);
  totals.passed += result.passed ?? 0;
  totals.failed += result.failed ?? 0;
  if (result.notRun) notRun.push(result.notRun);
  if (result.problem) console.error(`${name}: ${result.problem}`);
  console.log(`== ${name}: ${result.status === 0 ? 'ok' : 'FAILED'}, ${seconds(start)}`);
  if (result.status !== 0) {
    process.exitCode = result.status;
    break;
  }
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
for (const line of notRun) console.log(line);

async function run(stage) {
  try {
    return await stage();
  } catch (error) {
    return { status: 1, problem: error.message };
  }
}
