import type { DidChangeTextDocumentParams, DidOpenTextDocumentParams } from 'vscode-languageserver/node';
import { OpenTrace } from './openTrace.js';
import type { Publisher } from './publisher.js';
import type { Runtime } from './runtime.js';
import { Scheduler } from './scheduler.js';
import type { SettingsSource } from './settingsSource.js';

/** A client that never tells its settings shall not keep its user without findings. */
const settingsPatience = 1000;

/** The documents that the client has open, and when each is analysed. */
export class Traces {
  private readonly open = new Map<string, OpenTrace>();
  private readonly scheduler: Scheduler;

  constructor(private readonly runtime: Runtime, private readonly settings: SettingsSource, private readonly publisher: Publisher) {
    this.scheduler = new Scheduler(runtime.defer, async (uri) => {
      const trace = this.open.get(uri);
      if (trace !== undefined && trace.ready) await publisher.update(trace);
    });
  }

  get(uri: string): OpenTrace | undefined {
    return this.open.get(uri);
  }

  async didOpen({ textDocument: { uri, version, text } }: DidOpenTextDocumentParams): Promise<void> {
    this.drop(uri);
    const trace = new OpenTrace(uri, version, text, this.runtime);
    this.open.set(uri, trace);
    this.runtime.after(settingsPatience, () => {
      if (trace.ready || trace.closed) return;
      trace.ready = true;
      this.scheduler.request(uri);
    });
    await this.configure(trace);
  }

  didChange({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams): void {
    const trace = this.open.get(uri);
    if (trace === undefined) return;
    try {
      trace.change(version, contentChanges);
      this.scheduler.request(uri);
    } catch (error) {
      this.publisher.failed(trace, error);
    }
  }

  didClose(uri: string): void {
    this.drop(uri);
    this.publisher.clear(uri);
  }

  async configureAll(): Promise<void> {
    await Promise.all([...this.open.values()].map((trace) => this.configure(trace)));
  }

  private async configure(trace: OpenTrace): Promise<void> {
    const turn = ++trace.settingsTurn;
    const settings = await this.settings.of(trace.uri);
    // A later change of the settings has asked again meanwhile.
    if (trace.closed || turn !== trace.settingsTurn) return;
    try {
      trace.use(settings);
      trace.ready = true;
      this.scheduler.request(trace.uri);
    } catch (error) {
      this.publisher.failed(trace, error);
    }
  }

  private drop(uri: string): void {
    const trace = this.open.get(uri);
    if (trace === undefined) return;
    trace.closed = true;
    this.open.delete(uri);
    this.scheduler.forget(uri);
  }
}
