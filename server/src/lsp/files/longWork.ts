import { type CancellationToken, type Connection, WorkDoneProgressCancelNotification } from 'vscode-languageserver/node';
import type { Progress } from '../../worker/jobs.js';
import { percentOf, progressText } from './progressText.js';

/** Work that a request waits for: it tells how far it is under the client's token, and is cancelled as the request or as that progress. */
export class LongWork {
  private readonly running = new Map<string | number, AbortController>();

  constructor(private readonly connection: Connection) {}

  async during<T>(title: string, token: string | number | undefined, request: CancellationToken, work: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const listener = request.onCancellationRequested(() => { controller.abort(); });
    if (request.isCancellationRequested) controller.abort();
    // The library, which takes it for its own when the connection is initialized, knows only progress that the server has begun.
    this.connection.onNotification(WorkDoneProgressCancelNotification.type, (params) => { this.running.get(params.token)?.abort(); });
    if (token !== undefined) this.running.set(token, controller);
    const reporter = this.connection.window.attachWorkDoneProgress(token);
    reporter.begin(title, 0, undefined, true);
    try {
      return await work(controller.signal, (progress) => { reporter.report(percentOf(progress), progressText(progress)); });
    } finally {
      reporter.done();
      listener.dispose();
      if (token !== undefined) this.running.delete(token);
    }
  }
}
