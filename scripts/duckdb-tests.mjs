// Runs test/duckdb: what the command line writes, read by DuckDB. Needs the build.
import path from 'node:path';
import { setUpDuckdb } from '../test/duckdb/lib/setup.mjs';
import { runTestFiles, testFiles } from './lib/nodeTest.mjs';

export async function runDuckdbTests() {
  const files = testFiles('test/duckdb', '.test.mjs');
  const obstacle = await setUpDuckdb();
  if (obstacle === undefined) return runTestFiles('duckdb', files);
  const notRun = `NOT RUN: ${files.map(file => path.posix.basename(file)).join(', ')} of test/duckdb, because ${obstacle}`;
  const demanded = process.env.BUDDYSCOPE_REQUIRE_DUCKDB === '1';
  return { status: demanded ? 1 : 0, notRun: demanded ? `${notRun}; BUDDYSCOPE_REQUIRE_DUCKDB=1 makes this a failure` : notRun };
}
