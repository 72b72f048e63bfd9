// Runs test/workbench in a real VS Code workbench and a real browser. Needs the VSIX in dist/ (npm run package).
import fs from 'node:fs';
import path from 'node:path';
import { setUpWorkbench, unsupportedPlatform } from '../test/workbench/lib/setup.mjs';
import { findChromium } from '../test/workbench/lib/chromium.mjs';
import { runTestFiles, testFiles } from './lib/nodeTest.mjs';
import { root, vsixPath } from './lib/project.mjs';

export function runWorkbenchTests() {
  const files = testFiles('test/workbench', '.test.mjs');
  const { executable, problem: noBrowser } = findChromium();
  const obstacle = unsupportedPlatform() ?? noBrowser;
  if (obstacle) {
    const notRun = `NOT RUN: ${files.map(file => path.posix.basename(file)).join(', ')} of test/workbench, because ${obstacle}`;
    const demanded = process.env.BUDDYSCOPE_REQUIRE_BROWSER === '1';
    return { status: demanded ? 1 : 0, notRun: demanded ? `${notRun}; BUDDYSCOPE_REQUIRE_BROWSER=1 makes this a failure` : notRun };
  }
  if (!fs.existsSync(vsixPath())) return { status: 1, problem: `${path.relative(root, vsixPath())} does not exist; run 'npm run package' first` };
  setUpWorkbench();
  console.log(`browser: ${executable}`);
  // One workbench at a time: each is a server, an extension host and a browser.
  return runTestFiles('workbench', files, ['--test-concurrency=1']);
}
