import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specifiersOf, toolkitFile, violationsOf } from '../support/imports.js';
import { filesUnder, readText } from '../support/repository.js';

const folders = ['server/src', 'client/src', 'webview/src'];

test('every file imports only what its folder may import', () => {
  const files = folders.flatMap(folder => filesUnder(folder, '.ts'));
  assert.ok(files.length > 0, 'found no source files: the check would check nothing');
  assert.deepEqual(files.flatMap(file => violationsOf(file, readText(file))), []);
});

/** file, the specifier it imports, whether that is allowed */
const samples: readonly (readonly [string, string, boolean])[] = [
  ['server/src/core/rules/a.ts', '../trace/events.js', true],
  ['server/src/core/index.ts', 'node:fs', false],
  ['server/src/core/index.ts', 'fs', false],
  ['server/src/core/index.ts', 'vscode-languageserver', false],
  ['server/src/core/index.ts', '../protocol/messages.js', false],
  ['server/src/core/index.ts', '../lsp/main.js', false],
  ['server/src/protocol/panel.ts', './messages.js', true],
  ['server/src/protocol/panel.ts', '../core/index.js', false],
  ['server/src/protocol/panel.ts', 'vscode-languageserver-protocol', false],
  ['server/src/lsp/main.ts', '../core/index.js', true],
  ['server/src/lsp/main.ts', '../core/api.js', false],
  ['server/src/lsp/handlers/hover.ts', '../../core/trace/events.js', false],
  ['server/src/lsp/main.ts', '../protocol/messages.js', true],
  ['server/src/lsp/main.ts', 'vscode-languageserver/node', true],
  ['server/src/lsp/main.ts', 'vscode-languageserver-textdocument', true],
  ['server/src/lsp/main.ts', 'vscode', false],
  ['server/src/cli/main.ts', '../lsp/start.js', true],
  ['server/src/cli/main.ts', 'chart.js', false],
  ['server/src/io/files.ts', 'node:zlib', true],
  ['server/src/lsp/main.ts', '../worker/workers.js', true],
  ['server/src/worker/main.ts', 'node:worker_threads', true],
  ['server/src/worker/main.ts', '../core/index.js', true],
  ['server/src/worker/main.ts', '../core/analysis/stream.js', false],
  ['server/src/worker/main.ts', '../io/readTrace.js', true],
  ['server/src/worker/main.ts', '../lsp/log.js', false],
  ['server/src/worker/main.ts', 'vscode-languageserver/node', false],
  ['client/src/extension.ts', 'vscode', true],
  ['client/src/extension.ts', 'vscode-languageclient/node', true],
  ['client/src/extension.ts', '../../server/src/protocol/messages.js', true],
  ['client/src/extension.ts', '../../server/src/core/index.js', false],
  ['client/src/panel/panel.ts', '../../../webview/src/main.js', false],
  ['webview/src/main.ts', 'chart.js', true],
  ['webview/src/main.ts', '../../server/src/protocol/panel.js', true],
  ['webview/src/main.ts', 'vscode', false],
  ['webview/src/main.ts', 'node:fs', false],
  ['webview/src/main.ts', '@vscode/webview-ui-toolkit', false],
  [toolkitFile, '@vscode/webview-ui-toolkit', true],
  ['server/src/other/a.ts', './b.js', false],
];

for (const [file, specifier, allowed] of samples) {
  test(`${file} ${allowed ? 'may' : 'may not'} import '${specifier}'`, () => {
    assert.equal(violationsOf(file, `import * as it from '${specifier}';`).length, allowed ? 0 : 1);
  });
}

test('every way of importing is seen', () => {
  const source = [
    "import 'side-effect';", "import type { A } from 'only-types';", "export * from 're-exported';",
    "const a = await import('dynamic');", "const b = require('required');", "import c = require('assigned');", "type D = import('in-a-type').D;",
  ].join('\n');
  assert.deepEqual(specifiersOf(source), ['side-effect', 'only-types', 're-exported', 'dynamic', 'required', 'assigned', 'in-a-type']);
});
