/** The project's own scripts, as far as they answer without a browser and without writing anything. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { root } from '../support/repository.js';

const nowhere = '/nonexistent/chromium';

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly lines: readonly string[] } {
  // Under a test runner Node would report to it instead of to us.
  const { NODE_TEST_CONTEXT: _, BUDDYSCOPE_REQUIRE_BROWSER: _required, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/test.mjs', ...args], { cwd: root, encoding: 'utf8', env: { ...inherited, ...env } });
  return { status, lines: `${stderr}${stdout}`.trimEnd().split('\n') };
}

test('without a browser the last line says which tests did not run, and why', () => {
  const { status, lines } = run(['workbench'], { BUDDYSCOPE_CHROMIUM: nowhere });
  assert.equal(status, 0);
  assert.equal(lines.at(-2), '0 passed, 0 failed');
  assert.match(lines.at(-1) ?? '', /^NOT RUN: .*\beditor\.test\.mjs, .* because /);
});

test('where a browser is required, its absence is a failure', () => {
  const { status, lines } = run(['workbench'], { BUDDYSCOPE_CHROMIUM: nowhere, BUDDYSCOPE_REQUIRE_BROWSER: '1' });
  assert.equal(status, 1);
  assert.match(lines.at(-1) ?? '', /^NOT RUN: .*BUDDYSCOPE_REQUIRE_BROWSER/);
});

test('a stage that does not exist is wrong usage', () => {
  const { status, lines } = run(['everything']);
  assert.equal(status, 2);
  assert.match(lines[0] ?? '', /no stage everything; stages are typecheck, .*workbench/);
});
