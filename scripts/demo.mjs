// npm run demo: what Buddyscope says of a real capture and of a defect, in the terminal.
import fs from 'node:fs';
import path from 'node:path';
import { buildAll } from './build.mjs';
import { cli, onPath, root, runNode } from './lib/project.mjs';

const realCapture = 'docs/examples/kernel/k6.1-page-reporting.ftrace';
const defectTrace = 'docs/examples/defects/e04-null-boundary.alloctrace';
/** Enough to see what findings look like. */
const shownFindings = '20';

try {
  await buildAll({ quiet: true });
  show(realCapture, 'a real capture of a healthy kernel');
  show(defectTrace, 'a trace of a known defect');
  howToSeeItInVsCode();
} catch (error) {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
}

function show(file, what) {
  if (!fs.existsSync(path.join(root, file))) throw new Error(`${file} is missing from this checkout`);
  console.log(`\n=== ${file}: ${what}\n\n$ buddyscope analyze ${file}`);
  const status = runNode([cli, 'analyze', '--max-findings', shownFindings, file]);
  // 1 says that there are errors in the trace, and that is what one of them is for.
  if (status > 1) throw new Error(`buddyscope analyze ended with status ${status}`);
}

function howToSeeItInVsCode() {
  console.log('\n=== The same in VS Code\n');
  if (onPath('code')) {
    const status = runNode([path.join(root, 'scripts/package.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error('the extension could not be packaged');
    const [vsix] = fs.readdirSync(path.join(root, 'dist')).filter(file => file.endsWith('.vsix'));
    console.log(`  code --install-extension dist/${vsix}\n  code ${realCapture}\n`);
    console.log('or, in a VS Code that runs in the browser and leaves yours alone:\n');
  }
  console.log('  npm run workbench\n\nThere, open an example and run the command "Allocator Trace: Show Chart Panel".');
}
