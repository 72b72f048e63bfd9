// Runs the unit tests: node scripts/unit.mjs [part of a path]...
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { runTestFiles, testFiles } from './lib/nodeTest.mjs';

export function runUnitTests(filters = []) {
  // Listed here, because Node 20 does not expand patterns after --test.
  const files = testFiles('test', '.test.ts', ['test/workbench', 'test/duckdb', 'test/kernel']).filter(file => filters.length === 0 || filters.some(filter => file.includes(filter)));
  if (files.length === 0) return { status: 1, passed: 0, failed: 0, problem: `no file test/**/*.test.ts has ${filters.join(' or ') || 'a test'} in its path` };
  return runTestFiles('unit', files, ['--import', 'tsx', `--test-concurrency=${availableParallelism()}`]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { status, problem } = runUnitTests(process.argv.slice(2));
  if (problem) console.error(`test: ${problem}`);
  process.exitCode = status;
}
