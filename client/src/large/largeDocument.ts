import * as vscode from 'vscode';
import { closeLargeMethod, openLargeMethod } from '../../../server/src/protocol/large.js';
import type { LargeIndexedParams, LargeParams, LargeReadParams } from '../../../server/src/protocol/large.js';
import { isOpenLargeResult } from '../../../server/src/protocol/largeGuards.js';
import type { AnalysisServer } from '../languageClient.js';

/** A file that is open in the viewer, in one tab or several: the server reads it once. */
export class LargeDocument implements vscode.CustomDocument {
  private readonly indexChanged = new vscode.EventEmitter<LargeIndexedParams>();
  private readonly readingChanged = new vscode.EventEmitter<LargeReadParams>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidIndex = this.indexChanged.event;
  readonly onDidRead = this.readingChanged.event;
  /** The server has answered, one way or the other. */
  private answered = false;
  index: LargeIndexedParams;
  reading: LargeReadParams | undefined;

  constructor(readonly uri: vscode.Uri, private readonly server: AnalysisServer) {
    this.index = this.state(null);
    const isThis = (params: { readonly uri: string }): boolean => vscode.Uri.parse(params.uri).toString() === uri.toString();
    this.subscriptions = [
      this.indexChanged, this.readingChanged,
      server.onDidIndexLarge(index => { if (isThis(index)) this.set(index); }),
      server.onDidReadLarge(reading => {
        if (!isThis(reading)) return;
        this.reading = reading;
        this.readingChanged.fire(reading);
      }),
      // A server that was started again knows nothing of the file.
      server.onDidChangeState(state => { if (state === 'running' && this.answered) void this.open(); }),
    ];
  }

  /** Reads the file from its beginning, as it is now. */
  async open(): Promise<void> {
    this.set(this.state(null));
    try {
      const { bytes } = await this.server.request(openLargeMethod, { uri: this.uri.toString() } satisfies LargeParams, isOpenLargeResult);
      if (this.index.bytes === 0) this.set({ ...this.state(null), bytes });
    } catch (error) {
      this.set({ ...this.state(error instanceof Error ? error.message : String(error)), complete: true });
    }
    this.answered = true;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    // A server that is gone has closed it.
    this.server.notify(closeLargeMethod, { uri: this.uri.toString() } satisfies LargeParams).catch(() => undefined);
  }

  private state(problem: string | null): LargeIndexedParams {
    return { uri: this.uri.toString(), opening: 0, lines: 0, read: 0, bytes: 0, complete: false, problem };
  }

  private set(index: LargeIndexedParams): void {
    this.index = index;
    this.indexChanged.fire(index);
  }
}
