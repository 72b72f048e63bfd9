import * as vscode from 'vscode';
import { isFindingsTableResult, isFromLarge, isLargeFindingsResult, isLargeHoverResult, isReadLinesResult, isSearchResult } from '../../../server/src/protocol/largeGuards.js';
import { findingsTableMethod, followLargeMethod, largeFindingsMethod, largeHoverMethod, readLargeMethod, readLinesMethod, searchMethod } from '../../../server/src/protocol/large.js';
import type { FindingsTableParams, LargeHoverParams, LargeParams, LargeReadParams, ReadLargeParams, ReadLinesParams, SearchParams } from '../../../server/src/protocol/large.js';
import type { FromLarge, LargeCommand, ToLarge } from '../../../server/src/protocol/largePage.js';
import { isCancelled } from '../failures.js';
import { fileNameOf } from '../files/traceFiles.js';
import type { AnalysisServer } from '../languageClient.js';
import { createNonce } from '../panel/nonce.js';
import type { LargeDocument } from './largeDocument.js';
import { largeHtml } from './largeHtml.js';

/** Rows that are handed over at once. */
const tablePage = 200;

/** What a tab tells others. */
export interface LargeViewPorts {
  /** Its current line is another one, or it has come to the front; `active`: the user is there. */
  readonly moved: (uri: vscode.Uri, line: number, active: boolean) => void;
  /** No tab shows the file any more. */
  readonly closed: (uri: vscode.Uri) => void;
  /** A finding was clicked. */
  readonly openFinding: (uri: vscode.Uri, line: number) => void;
}

/** One tab of the viewer: hands on what the page asks for. */
export class LargeView {
  private readonly subscriptions: vscode.Disposable[];
  private searching: vscode.CancellationTokenSource | undefined;
  private ready = false;
  /** A line to show, until the page says that it does: one that is about to be hidden or shown loses messages. */
  private pending: number | undefined;
  private disposed = false;
  private current = 0;
  /** The table of findings was asked for before the page was there. */
  private pendingFindings = false;

  constructor(private readonly document: LargeDocument, readonly panel: vscode.WebviewPanel, extensionUri: vscode.Uri, private readonly server: AnalysisServer,
    private readonly ports: LargeViewPorts) {
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const { webview } = panel;
    this.subscriptions = [
      document.onDidIndex(() => { this.sendIndex(); }),
      document.onDidRead(reading => { this.onRead(reading); }),
      server.onDidChangeFileFindings(({ uri }) => { if (vscode.Uri.parse(uri).toString() === document.uri.toString()) void this.sendFindings(); }),
      webview.onDidReceiveMessage((message: unknown) => { if (isFromLarge(message)) void this.handle(message); }),
      // A hidden page does not exist; shown again, it starts anew and says so.
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.ready = false;
        if (panel.active) this.ports.moved(this.uri, this.current, true);
      }),
      panel.onDidDispose(() => { this.dispose(); }),
    ];
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = largeHtml({
      nonce: createNonce(),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'large.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'large.css')).toString(),
    });
  }

  get uri(): vscode.Uri { return this.document.uri; }

  reveal(line: number): void {
    this.pending = line;
    this.post({ type: 'reveal', line });
  }

  command(command: LargeCommand): void {
    if (!this.ready && command === 'showFindings') this.pendingFindings = true;
    this.post({ type: 'command', command });
  }

  private async handle(message: FromLarge): Promise<void> {
    switch (message.type) {
      case 'ready': return this.start();
      case 'revealed':
        if (this.pending === message.line) this.pending = undefined;
        return;
      case 'lines': return this.sendLines(message.from, message.count);
      case 'search': return this.search(message);
      case 'stopSearch': return this.searching?.cancel();
      case 'hover': return this.sendHover(message.line);
      case 'table': return this.sendTable(message);
      case 'read': return this.tell(readLargeMethod, message.on);
      case 'follow': return this.tell(followLargeMethod, message.on);
      case 'reload': return this.document.open();
      case 'openText': {
        const at = new vscode.Range(message.line, 0, message.line, 0);
        // Not showTextDocument: VS Code refuses it for a file that it does not hand over.
        return void vscode.commands.executeCommand('vscode.openWith', this.uri, 'default', { selection: at });
      }
      case 'current':
        this.current = message.line;
        return this.ports.moved(this.uri, message.line, this.panel.active);
      case 'finding': return this.ports.openFinding(this.uri, message.line);
      case 'openRule': return void vscode.commands.executeCommand('buddyscope.openRule', message.rule);
    }
  }

  private async start(): Promise<void> {
    this.ready = true;
    this.sendIndex();
    if (this.document.reading !== undefined) this.post({ type: 'reading', reading: this.document.reading });
    await this.sendFindings();
    if (this.pending !== undefined) this.post({ type: 'reveal', line: this.pending });
    if (this.pendingFindings) this.post({ type: 'command', command: 'showFindings' });
    this.pendingFindings = false;
  }

  private sendIndex(): void {
    this.post({ type: 'indexed', name: fileNameOf(this.uri), index: this.document.index });
  }

  private async sendLines(from: number, count: number): Promise<void> {
    const result = await this.server.request(readLinesMethod, { uri: this.uri.toString(), from, count } satisfies ReadLinesParams, isReadLinesResult).catch(() => null);
    this.post({ type: 'lines', from, result });
  }

  private onRead(reading: LargeReadParams): void {
    this.post({ type: 'reading', reading });
    // What was found up to there is not told as findings of the file.
    if (reading.phase === 'stopped') void this.sendFindings();
  }

  private async tell(method: string, on: boolean): Promise<void> {
    await this.server.notify(method, { uri: this.uri.toString(), on } satisfies ReadLargeParams).catch(() => undefined);
  }

  private async sendHover(line: number): Promise<void> {
    try {
      const { hover } = await this.server.request(largeHoverMethod, { uri: this.uri.toString(), line, column: 0 } satisfies LargeHoverParams, isLargeHoverResult);
      this.post({ type: 'hover', line, hover, problem: null });
    } catch (error) {
      this.post({ type: 'hover', line, hover: null, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  private async sendTable({ asked, filter, first }: FromLarge & { readonly type: 'table' }): Promise<void> {
    try {
      const result = await this.server.request(findingsTableMethod, { uri: this.uri.toString(), filter, first, count: tablePage } satisfies FindingsTableParams, isFindingsTableResult);
      this.post({ type: 'table', asked, first, result, problem: null });
    } catch (error) {
      this.post({ type: 'table', asked, first, result: null, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  private async sendFindings(): Promise<void> {
    const findings = await this.server.request(largeFindingsMethod, { uri: this.uri.toString() } satisfies LargeParams, isLargeFindingsResult).catch(() => undefined);
    if (findings !== undefined) this.post({ type: 'findings', findings });
  }

  private async search({ type: _type, ...wanted }: FromLarge & { readonly type: 'search' }): Promise<void> {
    this.searching?.cancel();
    const searching = new vscode.CancellationTokenSource();
    this.searching = searching;
    try {
      const { place } = await this.server.requestWithProgress(searchMethod, { uri: this.uri.toString(), ...wanted } satisfies SearchParams, isSearchResult, searching.token,
        ({ percentage = 0 }) => { this.post({ type: 'searching', percent: percentage }); });
      this.post({ type: 'found', place, problem: null });
    } catch (error) {
      // A newer search has taken its place, or the user stopped it.
      if (this.searching === searching) this.post({ type: 'found', place: null, problem: isCancelled(error) ? 'Stopped' : error instanceof Error ? error.message : String(error) });
    } finally {
      searching.dispose();
      if (this.searching === searching) this.searching = undefined;
    }
  }

  private post(message: ToLarge): void {
    if (!this.disposed && this.ready) void this.panel.webview.postMessage(message);
  }

  private dispose(): void {
    this.disposed = true;
    this.searching?.cancel();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
