// Bundles the extension, the language server, the command line and the panel's page into dist/.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { noticesOf } from './lib/notices.mjs';
import { cli, dist, manifest, root, seconds } from './lib/project.mjs';

// CommonJS, because vscode-languageserver's requires do not survive in an ES module bundle.
const node = { platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'] };
const browser = { platform: 'browser', format: 'iife', target: 'es2022' };
const bundles = [
  { entry: 'client/src/extension.ts', file: path.basename(manifest().main), what: 'the extension', ...node },
  { entry: 'server/src/lsp/main.ts', file: 'server.js', what: 'the language server', ...node },
  { entry: 'server/src/worker/main.ts', file: 'worker.js', what: 'the worker that reads files', ...node },
  // One file that runs wherever Node does: it is copied to hosts that have nothing else of this project.
  { entry: 'server/src/cli/main.ts', file: path.basename(cli), what: 'the command line', ...node, banner: { js: '#!/usr/bin/env node' } },
  { entry: 'webview/src/main.ts', file: 'webview.js', what: "the panel's page", ...browser },
  { entry: 'webview/src/large/main.ts', file: 'large.js', what: 'the page of the viewer of large files', ...browser },
];
const styles = [
  { entry: 'webview/src/main.css', file: 'webview.css', target: 'es2022' },
  { entry: 'webview/src/large/large.css', file: 'large.css', target: 'es2022' },
];

/** Builds everything that can be built; throws if something is missing or wrong. */
export async function buildAll({ quiet = false } = {}) {
  const start = Date.now();
  const missing = bundles.filter(bundle => !fs.existsSync(path.join(root, bundle.entry)));
  const wanted = [...bundles.filter(bundle => !missing.includes(bundle)), ...styles.filter(({ entry }) => fs.existsSync(path.join(root, entry)))];
  const built = await Promise.allSettled(wanted.map(bundleOne));
  const failed = built.filter(result => result.status === 'rejected');
  if (failed.length > 0) throw new AggregateError(failed.map(result => result.reason), `${failed.length} of ${wanted.length} bundles failed, see above`);
  if (missing.length > 0) throw new Error(missing.map(({ entry, file, what }) => `${entry} does not exist: without it there is no dist/${file} (${what})`).join('\n'));

  fs.chmodSync(cli, 0o755);
  fs.writeFileSync(path.join(dist, 'third-party-notices.txt'), noticesOf(built.flatMap(result => Object.keys(result.value.metafile.inputs))));
  if (quiet) return;
  for (const { file } of wanted) console.log(`dist/${file}  ${(fs.statSync(path.join(dist, file)).size / 1000).toFixed(0)} kB`);
  console.log(`built in ${seconds(start)}`);
}

function bundleOne({ entry, file, what: _what, ...options }) {
  return build({
    ...options, entryPoints: [path.join(root, entry)], outfile: path.join(dist, file), absWorkingDir: root,
    bundle: true, minify: true, metafile: true, logLevel: 'warning',
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await buildAll();
  } catch (error) {
    console.error(`build: ${error.message}`);
    process.exitCode = 1;
  }
}
