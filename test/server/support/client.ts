import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import {
  type ClientCapabilities, createConnection, createProtocolConnection, type InitializeResult, type ProtocolConnection,
  type PublishDiagnosticsParams, StreamMessageReader, StreamMessageWriter, type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { connectionOptions } from '../../../server/src/lsp/connectionOptions.js';
import { startServer } from '../../../server/src/lsp/startServer.js';
import type { Runtime } from '../../../server/src/lsp/runtime.js';
import { type FileFindingsParams, fileFindingsMethod } from '../../../server/src/protocol/files.js';
import { type AnalysedParams, analysedMethod } from '../../../server/src/protocol/messages.js';
import { Workers } from '../../../server/src/worker/workers.js';
import { FakeTrace, fakeRules } from './fakeTrace.js';

export const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true, didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
  },
  textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true }, publishDiagnostics: { versionSupport: true, relatedInformation: true } },
};

/** Tests that need threads bring theirs. */
const noWorkers = new Workers({ program: '/none', atOnce: 1 });

export interface ClientOptions {
  readonly runtime?: Partial<Runtime>;
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Answers workspace/configuration; asked anew each time. */
  readonly settings?: (scopeUri: string) => unknown;
}

export const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => { setImmediate(resolve); });
};

/** The editor's side of a real connection, with what the server has sent. */
export class Client {
  readonly diagnostics: PublishDiagnosticsParams[] = [];
  readonly analysed: AnalysedParams[] = [];
  readonly shown: string[] = [];
  readonly logged: string[] = [];
  readonly registered: unknown[] = [];
  readonly unregistered: unknown[] = [];
  readonly fileFindings: FileFindingsParams[] = [];
  private waiting: (() => void)[] = [];

  constructor(readonly connection: ProtocolConnection, readonly initialized: InitializeResult) {}

  open(uri: string, text: string, version = 1): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'alloctrace', version, text } });
  }

  change(uri: string, version: number, contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  request<R>(method: string, params: object): Promise<R> {
    return this.connection.sendRequest<R>(method, params);
  }

  /** The first publication for `uri` that fits, whether it has come already or not. */
  async published(uri: string, fits: (params: PublishDiagnosticsParams) => boolean = () => true): Promise<PublishDiagnosticsParams> {
    for (;;) {
      const found = this.diagnostics.find((params) => params.uri === uri && fits(params));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => { this.waiting.push(resolve); });
    }
  }

  version(uri: string, version: number): Promise<PublishDiagnosticsParams> {
    return this.published(uri, (params) => params.version === version);
  }

  /** Until all that was sent has been worked on: the server answers and then gets turns to finish what it put off. */
  async idle(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await this.request('buddyscope/rule', { id: 'none' });
      await turns(20);
    }
  }

  arrived(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

export const move = (startLine: number, startCharacter: number, endLine: number, endCharacter: number, text: string): TextDocumentContentChangeEvent => ({
  range: { start: { line: startLine, character: startCharacter }, end: { line: endLine, character: endCharacter } }, text,
});

/** Both ends of two streams: a server with a fake engine unless another is given, and an initialized client. */
export async function startClient(context: TestContext, options: ClientOptions = {}): Promise<Client> {
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down), connectionOptions);
  startServer(server, {
    openDocument: (text, analysis) => new FakeTrace(text, analysis),
    ruleInfos: fakeRules,
    explainRule: (id) => (id === 'fake-error' ? '# fake-error' : undefined),
    ruleDocs: 'file:///docs/rules/',
    analyses: noWorkers,
    readers: noWorkers,
    defer: (work) => { setImmediate(work); },
    after: () => undefined,
    ...options.runtime,
  });
  server.listen();
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  context.after(async () => {
    await connection.sendRequest('shutdown').catch(() => undefined);
    connection.dispose();
    server.dispose();
  });
  const seen: { client?: Client } = {};
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    seen.client?.diagnostics.push(params);
    seen.client?.arrived();
  });
  connection.onNotification(analysedMethod, (params: AnalysedParams) => { seen.client?.analysed.push(params); });
  connection.onNotification('window/showMessage', ({ message }: { message: string }) => { seen.client?.shown.push(message); });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => { seen.client?.logged.push(message); });
  connection.onNotification(fileFindingsMethod, (params: FileFindingsParams) => { seen.client?.fileFindings.push(params); });
  connection.onRequest('client/unregisterCapability', (params: { unregisterations: unknown[] }) => { seen.client?.unregistered.push(...params.unregisterations); });
  connection.onRequest('client/registerCapability', (params: { registrations: unknown[] }) => { seen.client?.registered.push(...params.registrations); });
  connection.onRequest('window/showMessageRequest', ({ message }: { message: string }) => { seen.client?.shown.push(message); return null; });
  connection.onRequest('workspace/configuration', (params: { items: { scopeUri: string }[] }) =>
    params.items.map(({ scopeUri }) => options.settings?.(scopeUri) ?? null));
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null, rootUri: null, capabilities: options.capabilities ?? fullCapabilities, initializationOptions: options.initializationOptions,
  });
  const client = new Client(connection, initialized);
  seen.client = client;
  await connection.sendNotification('initialized', {});
  return client;
}
