// npm run workbench: the extension and the examples in a real VS Code, in any browser.
import fs from 'node:fs';
import path from 'node:path';
import { setUpWorkbench, unsupportedPlatform } from '../test/workbench/lib/setup.mjs';
import { Workbench } from '../test/workbench/lib/workbench.mjs';
import { out, root } from './lib/project.mjs';
import { packageVsix } from './package.mjs';

const unsupported = unsupportedPlatform();
if (unsupported) {
  console.error(`workbench: not here, because ${unsupported}; 'npm run package' makes a VSIX that any VS Code installs`);
  process.exit(1);
}
const vsix = await packageVsix();
setUpWorkbench();

// A copy, so that what is tried out in the editor does not change the examples.
const examples = path.join(out, 'workbench/examples');
const workbench = new Workbench(path.join(out, 'workbench'));
fs.cpSync(path.join(root, 'docs/examples'), examples, { recursive: true });
workbench.install(vsix);
await workbench.start(examples);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => { void workbench.stop(); });
console.log(`\nVS Code with Buddyscope and a copy of docs/examples:\n\n    ${workbench.url}\n\nOpen it in a browser on this machine. Ctrl-C ends it.`);
await workbench.ended();
