/** The worker's side: one job at a time, a file that stays open, or the second half of an analysis. The other side ends the thread, or gives it the next job. */
import { parentPort } from 'node:worker_threads';
import type { Result } from '../io/result.js';
import { analyse } from './analyseJob.js';
import { indexLines } from './indexJob.js';
import type { Job, JobResults, Kind, Message, Start } from './jobs.js';
import type { SteppingStart } from './halves/messages.js';
import { serveStepping } from './halves/serveStepping.js';
import type { SessionStart } from './session/messages.js';
import { serveSession } from './session/serveSession.js';
import { report } from './reportJob.js';
import { search } from './searchJob.js';
import { type Watch, watch } from './watch.js';

function run(job: Job, seen: Watch): Promise<Result<JobResults[Kind]> | undefined> {
  switch (job.kind) {
    case 'analyse': return analyse(job, seen);
    case 'report': return report(job, seen);
    case 'index': return indexLines(job, seen);
    case 'search': return search(job, seen);
  }
}

export function serveJobs(): void {
  const port = parentPort;
  if (port === null) throw new Error('this is a part of Buddyscope that runs as a worker thread only');
  const post = (message: Message<JobResults[Kind]>, moved: readonly ArrayBuffer[] = []): void => { port.postMessage(message, moved); };
  port.on('message', (start: Start | SessionStart | SteppingStart) => {
    if ('session' in start) return serveSession(port, start);
    if ('stepping' in start) return serveStepping(port, start);
    const { job, stop } = start;
    const seen = watch({
      stop, now: () => performance.now(),
      progress: (progress) => { post({ type: 'progress', progress }); },
      part: (part) => { post({ type: 'part', part }, [part.offsets.buffer]); },
    });
    // A fault ends the thread; the other side sees it and decides.
    void run(job, seen).then((result) => { post({ type: 'done', result }); });
  });
}
