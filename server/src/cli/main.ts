import { isMainThread } from 'node:worker_threads';
import { serveJobs } from '../worker/serveJobs.js';
import { processHost } from './host.js';
import { runCommandLine } from './run.js';

function main(): void {
  const host = processHost();
  runCommandLine(process.argv.slice(2), host).then(
    // Not process.exit: what a pipe has not taken yet would be lost.
    (status) => { process.exitCode = status; },
    (error: unknown) => {
      const text = error instanceof Error ? error.stack ?? error.message : String(error);
      host.note(`buddyscope: internal error, please report it with the trace: ${text.split('\n').slice(0, 3).map((line) => line.trim()).join(' ')}`);
      process.exitCode = 2;
    },
  );
}

if (isMainThread) main();
else serveJobs();
