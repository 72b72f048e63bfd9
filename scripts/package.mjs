// Builds and packages the extension: exactly one VSIX in dist/.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll } from './build.mjs';
import { dist, program, root, runNode, vsixPath } from './lib/project.mjs';

/** What a user downloads; the budget keeps a forgotten folder out of the package. */
const budget = 1_200_000;

/** Returns the path of the VSIX. */
export async function packageVsix() {
  // Always, because it takes a second and an old bundle in a new package would be hard to see.
  await buildAll({ quiet: true });
  const vsix = vsixPath();
  for (const file of fs.readdirSync(dist)) if (file.endsWith('.vsix')) fs.rmSync(path.join(dist, file));
  // Everything is bundled, so no dependencies. There is no public repository to resolve the README's relative links against.
  const status = runNode([program('@vscode/vsce', 'vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix]);
  if (status !== 0) throw new Error('vsce could not package the extension, see above');
  const { size } = fs.statSync(vsix);
  if (size > budget) throw new Error(`${path.relative(root, vsix)} has ${size} bytes, more than the budget of ${budget}: look at the list above for what should not be in it`);
  return vsix;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await packageVsix();
  } catch (error) {
    console.error(`package: ${error.message}`);
    process.exitCode = 1;
  }
}
