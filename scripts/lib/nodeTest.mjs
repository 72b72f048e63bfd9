// Runs test files with `node --test` and returns the totals.
import fs from 'node:fs';
import path from 'node:path';
import { out, root, runNode } from './project.mjs';

/** Every file under `folder` whose path ends in `ending`, sorted; `node_modules` and the folders of `except` are not entered. */
export function testFiles(folder, ending, except = []) {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || except.includes(file) ? [] : testFiles(file, ending, except);
    return file.endsWith(ending) ? [file] : [];
  }).sort();
}

/** Returns { status, passed, failed, problem }; `name` is that of the file with the totals in out/. */
export function runTestFiles(name, files, nodeOptions = []) {
  const totalsFile = path.join(out, `test-${name}.json`);
  fs.mkdirSync(out, { recursive: true });
  fs.rmSync(totalsFile, { force: true });
  let status = runNode([...nodeOptions, '--test',
    '--test-reporter=spec', '--test-reporter-destination=stdout',
    `--test-reporter=${path.join(root, 'scripts/lib/countReporter.mjs')}`, `--test-reporter-destination=${totalsFile}`,
    ...files]);
  const totals = fs.existsSync(totalsFile) ? JSON.parse(fs.readFileSync(totalsFile, 'utf8') || '{}') : {};
  const { tests = 0, pass: passed = 0, fail: failed = 0, cancelled = 0, skipped = 0, todo = 0 } = totals;
  let problem;
  // A test that did not run proves nothing, and must not hide in a green total.
  if (tests === 0) problem = `no ${name} test ran`;
  else if (skipped + todo > 0) problem = `${skipped + todo} ${name} tests are marked as skipped or to do`;
  if (status === 0 && problem !== undefined) status = 1;
  return { status, passed, failed: failed + cancelled, problem };
}
