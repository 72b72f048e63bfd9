import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, State, TransportKind, WorkDoneProgress } from 'vscode-languageclient/node';
import type { ErrorHandler, LanguageClientOptions, ServerOptions, WorkDoneProgressReport } from 'vscode-languageclient/node';
import { isFileFindingsParams } from '../../server/src/protocol/fileGuards.js';
import { fileFindingsMethod } from '../../server/src/protocol/files.js';
import type { FileFindingsParams } from '../../server/src/protocol/files.js';
import { isAnalysedParams, isCountsResult, isRuleResult, isSeriesResult } from '../../server/src/protocol/guards.js';
import { analysedMethod, countsMethod, ruleMethod, seriesMethod } from '../../server/src/protocol/messages.js';
import type { AnalysedParams, CountsParams, CountsResult, InitializationOptions, RuleParams, SeriesParams, SeriesResult } from '../../server/src/protocol/messages.js';
import { notReportedMethod } from '../../server/src/protocol/notReported.js';
import type { NotReportedResult } from '../../server/src/protocol/notReported.js';
import { isNotReportedResult } from '../../server/src/protocol/notReportedGuards.js';
import { largeIndexedMethod, largeReadMethod } from '../../server/src/protocol/large.js';
import type { LargeIndexedParams, LargeReadParams } from '../../server/src/protocol/large.js';
import { isLargeIndexedParams, isLargeReadParams } from '../../server/src/protocol/largeGuards.js';
import { CrashLimit } from './crashLimit.js';
import { lineLinkScheme } from './large/lineLinks.js';
import { languageId } from './trace.js';

export type ServerState = 'starting' | 'running' | 'failed' | 'stopped';

/** The analysis server's process: its life, and what is asked of it beyond what the language client does by itself. */
export class AnalysisServer implements vscode.Disposable {
  private readonly client: LanguageClient;
  private readonly stateChanged = new vscode.EventEmitter<ServerState>();
  private readonly traceAnalysed = new vscode.EventEmitter<AnalysedParams>();
  private readonly fileFindings = new vscode.EventEmitter<FileFindingsParams>();
  private readonly largeIndexed = new vscode.EventEmitter<LargeIndexedParams>();
  private readonly largeRead = new vscode.EventEmitter<LargeReadParams>();
  private readonly crashes = new CrashLimit();
  private current: ServerState = 'stopped';
  private stopping = false;
  private progressTokens = 0;

  readonly onDidChangeState = this.stateChanged.event;
  readonly onDidAnalyse = this.traceAnalysed.event;
  /** Of files that are analysed from the disk. */
  readonly onDidChangeFileFindings = this.fileFindings.event;
  readonly onDidIndexLarge = this.largeIndexed.event;
  readonly onDidReadLarge = this.largeRead.event;

  constructor(context: vscode.ExtensionContext, private readonly output: vscode.LogOutputChannel) {
    this.client = new LanguageClient('buddyscope', 'Buddyscope', serverOptions(context), this.clientOptions(context));
    this.listen(analysedMethod, isAnalysedParams, this.traceAnalysed);
    this.listen(fileFindingsMethod, isFileFindingsParams, this.fileFindings);
    this.listen(largeIndexedMethod, isLargeIndexedParams, this.largeIndexed);
    this.listen(largeReadMethod, isLargeReadParams, this.largeRead);
    this.client.onDidChangeState(({ newState }) => this.follow(newState));
  }

  get state(): ServerState { return this.current; }

  async start(): Promise<void> {
    this.stopping = false;
    try {
      await this.client.start();
    } catch (error) {
      this.output.error('The analysis server did not start.', error instanceof Error ? error : String(error));
      this.enter('failed');
      this.offerRestart('The Buddyscope analysis server did not start, so traces are not analysed.');
    }
  }

  async restart(): Promise<void> {
    this.crashes.forget();
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    try {
      if (this.client.needsStop()) await this.client.stop();
    } catch (error) {
      // A server that does not answer is killed by the client; there is nothing left to do for us.
      this.output.warn('The analysis server did not stop in time.', error instanceof Error ? error : String(error));
    }
  }

  counts(params: CountsParams): Promise<CountsResult | undefined> {
    return this.ask(countsMethod, params, isCountsResult);
  }

  notReported(params: CountsParams): Promise<NotReportedResult | undefined> {
    return this.ask(notReportedMethod, params, isNotReportedResult);
  }

  series(params: SeriesParams): Promise<SeriesResult | undefined> {
    return this.ask(seriesMethod, params, isSeriesResult);
  }

  /** The rule's page as Markdown, or undefined for an unknown rule. */
  async rulePage(id: string): Promise<string | undefined> {
    return (await this.ask(ruleMethod, { id } satisfies RuleParams, isRuleResult))?.markdown ?? undefined;
  }

  /** Any other request. Rejects with a message for a person, or as cancelled. */
  async request<T>(method: string, params: object, isAnswer: (value: unknown) => value is T, token?: vscode.CancellationToken): Promise<T> {
    // A token that is undefined would be sent as a second parameter.
    const answer: unknown = await (token === undefined ? this.client.sendRequest(method, params) : this.client.sendRequest(method, params, token));
    if (isAnswer(answer)) return answer;
    throw new Error('The analysis server gave an answer of an unknown shape.');
  }

  /** A request that says how far it is. */
  async requestWithProgress<T>(
    method: string, params: object, isAnswer: (value: unknown) => value is T, token: vscode.CancellationToken, onProgress: (value: WorkDoneProgressReport) => void,
  ): Promise<T> {
    const workDoneToken = `buddyscope-${++this.progressTokens}`;
    const progress = this.client.onProgress(WorkDoneProgress.type, workDoneToken, value => {
      if (value.kind === 'report') onProgress(value);
    });
    try {
      return await this.request(method, { ...params, workDoneToken }, isAnswer, token);
    } finally {
      progress.dispose();
    }
  }

  async notify(method: string, params: object): Promise<void> {
    await this.client.sendNotification(method, params);
  }

  dispose(): void {
    this.stateChanged.dispose();
    this.fileFindings.dispose();
    this.largeIndexed.dispose();
    this.largeRead.dispose();
    this.traceAnalysed.dispose();
  }

  private async ask<T>(method: string, params: object, isAnswer: (value: unknown) => value is T): Promise<T | undefined> {
    const answer: unknown = await this.client.sendRequest(method, params);
    return isAnswer(answer) ? answer : undefined;
  }

  private listen<T>(method: string, isParams: (value: unknown) => value is T, emitter: vscode.EventEmitter<T>): void {
    this.client.onNotification(method, (params: unknown) => {
      if (isParams(params)) emitter.fire(params);
      else this.output.warn(`The server sent a ${method} notification of an unknown shape.`);
    });
  }

  private clientOptions(context: vscode.ExtensionContext): LanguageClientOptions {
    const initializationOptions: InitializationOptions = { ruleLinkBase: `${vscode.env.uriScheme}://${context.extension.id}/rule/`, lineLinkScheme };
    return {
      // By language alone: the server reads the text it is sent, so files of any scheme will do.
      documentSelector: [{ language: languageId }],
      diagnosticCollectionName: 'buddyscope',
      outputChannel: this.output,
      initializationOptions,
      initializationFailedHandler: () => false,
      errorHandler: this.errorHandler(),
    };
  }

  private errorHandler(): ErrorHandler {
    return {
      error: (_error, _message, count) => ({ action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true }),
      closed: () => {
        if (this.stopping) return { action: CloseAction.DoNotRestart, handled: true };
        if (this.crashes.mayRestart(Date.now())) {
          return { action: CloseAction.Restart, handled: true, message: 'The analysis server ended unexpectedly and is started again.' };
        }
        this.enter('failed');
        this.offerRestart('The Buddyscope analysis server ended unexpectedly several times and was not started again. The trace that was opened or edited last may be the cause.');
        return { action: CloseAction.DoNotRestart, handled: true, message: 'The analysis server ended unexpectedly too often and stays off until it is restarted by hand.' };
      },
    };
  }

  private offerRestart(message: string): void {
    const restart = 'Restart';
    const showOutput = 'Show Output';
    void vscode.window.showErrorMessage(message, restart, showOutput).then(choice => {
      if (choice === restart) void this.restart();
      if (choice === showOutput) this.output.show();
    });
  }

  private follow(state: State): void {
    switch (state) {
      case State.Running: return this.enter('running');
      case State.Starting: return this.enter('starting');
      case State.StartFailed: return this.enter('failed');
      // After a failure the client stops as well; the failure is what there is to tell.
      case State.Stopped: return this.current === 'failed' ? undefined : this.enter('stopped');
    }
  }

  private enter(state: ServerState): void {
    if (this.current === state) return;
    this.current = state;
    this.stateChanged.fire(state);
  }
}

function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const run = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  return { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } } };
}
