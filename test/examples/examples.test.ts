/**
 * Every trace in docs/examples opens without an unrecognised line. What the command line says about each defect trace stands in
 * golden/NAME.txt, whole and in order, and again on the page in docs/defects that tells its story, in a block that begins with the command.
 * UPDATE_GOLDEN=1 writes both anew.
 */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { openDocument } from '../../server/src/core/index.js';
import { runHere } from '../cli/support/run.js';
import { filesUnder, readText, root } from '../support/repository.js';

const update = process.env['UPDATE_GOLDEN'] === '1';
const traces = filesUnder('docs/examples', '').filter(file => !file.endsWith('.md'));
const defects = traces.filter(file => file.startsWith('docs/examples/defects/'));
const pages = filesUnder('docs/defects', '.md').filter(file => basename(file) !== 'README.md');
const goldenOf = (trace: string): string => `test/examples/golden/${basename(trace, '.alloctrace')}.txt`;

/** A block of a page: the command, and what it printed up to the summary. */
const block = /```text\n\$ npx buddyscope analyze ([^\n]*)\n([\s\S]*?)```\n/g;

for (const file of traces) {
  test(`${file} opens, and every line is recognised`, () => {
    const { lines, unrecognisedLines } = openDocument(readText(file)).summary();
    assert.ok(lines > 0);
    assert.equal(unrecognisedLines, 0);
  });
}

for (const file of defects) {
  test(`${file} has exactly the findings of its golden file`, async () => {
    const actual = await findingsOf([file]);
    if (update) writeFileSync(join(root, goldenOf(file)), actual);
    assert.ok(existsSync(join(root, goldenOf(file))), `${goldenOf(file)} is missing; UPDATE_GOLDEN=1 writes it`);
    assert.equal(actual, readText(goldenOf(file)));
  });
}

for (const page of pages) {
  test(`${page} quotes what the tool prints`, async () => {
    const blocks = [...readText(page).matchAll(block)];
    assert.ok(blocks.length > 0, 'no block begins with `$ npx buddyscope analyze`');
    for (const [whole, command, quoted] of blocks) {
      const printed = await findingsOf(command.split(' '));
      assert.notEqual(printed, '', `${command} finds nothing`);
      if (update) writeFileSync(join(root, page), readText(page).replace(whole, () => `\`\`\`text\n$ npx buddyscope analyze ${command}\n${printed}\`\`\`\n`));
      else assert.equal(quoted, printed);
    }
  });
}

test('every defect trace is quoted on a page, and every golden file belongs to one', () => {
  const commands = pages.flatMap(page => [...readText(page).matchAll(block)].map(match => match[1]));
  assert.deepEqual(defects.filter(file => !commands.some(command => command.endsWith(file))), []);
  assert.deepEqual(filesUnder('test/examples/golden', ''), defects.map(goldenOf).sort());
});

test('the tables of the defects and of the examples name every trace and every page', () => {
  const index = readText('docs/defects/README.md');
  const examples = readText('docs/examples/README.md');
  assert.deepEqual(pages.filter(page => !index.includes(`](${basename(page)})`)), []);
  assert.deepEqual(defects.filter(file => !index.includes(`](../examples/defects/${basename(file)})`)), []);
  assert.deepEqual(traces.filter(file => !examples.includes(`](${file.slice('docs/examples/'.length)})`)), []);
});

/** What the command prints before the summary, with paths as seen from the checkout. The last argument is the file. */
async function findingsOf(args: readonly string[]): Promise<string> {
  const file = args[args.length - 1];
  const { status, out, err } = await runHere(['analyze', '--fail-on', 'never', ...args.slice(0, -1), join(root, file)]);
  assert.equal(status, 0, err);
  const text = out.replaceAll(join(root, file), file);
  const end = text.search(new RegExp(`^${file.replaceAll('.', '\\.')}: `, 'm'));
  assert.ok(end >= 0, 'no summary');
  return text.slice(0, end);
}
