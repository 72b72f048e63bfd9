import * as vscode from 'vscode';
import { isFromPanel } from '../../../server/src/protocol/guards.js';
import type { FromPanel, PanelSelection, ToPanel } from '../../../server/src/protocol/panel.js';
import type { AnalysisServer } from '../languageClient.js';
import type { ActiveTrace, TraceAtLine } from './activeTrace.js';
import { Latest } from './latest.js';
import { createNonce } from './nonce.js';
import { fetchCounts, fetchNotReported, fetchSeries } from './panelData.js';
import { panelHtml } from './panelHtml.js';

const intervalMs = 60;

export type RevealLine = (place: TraceAtLine, line: number, focus: boolean) => Promise<void>;

/** One panel: keeps the page at the cursor and the edits of the active trace, and does what the page asks for. */
export class ChartPanel {
  private readonly subscriptions: vscode.Disposable[] = [];
  private selection: PanelSelection | undefined;
  private shownUri: string | undefined;
  private visible = true;
  private disposed = false;
  private isUnavailable = false;
  /** Why memory is not reported: the page shows the answer; it is to be opened as soon as the page is there. */
  private whyOpen = false;
  private openWhyWhenReady = false;
  private ready = false;
  private readonly counts = new Latest<TraceAtLine>(async place => {
    const post = (message: ToPanel): void => this.post(message);
    await fetchCounts(this.server, place, post);
    if (this.whyOpen) await fetchNotReported(this.server, place, post);
  }, intervalMs);
  private readonly series = new Latest<{ place: TraceAtLine; selection: PanelSelection }>(
    ({ place, selection }) => fetchSeries(this.server, place, selection, message => this.post(message)), intervalMs);

  constructor(
    private readonly view: vscode.WebviewPanel, extensionUri: vscode.Uri, private readonly server: AnalysisServer, private readonly trace: ActiveTrace,
    private readonly reveal: RevealLine,
  ) {
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    this.subscriptions.push(
      view.onDidDispose(() => this.dispose()),
      view.onDidChangeViewState(() => {
        // A hidden page does not exist, so nothing is sent to it; shown again it starts anew.
        const shownAgain = !this.visible && view.visible;
        this.visible = view.visible;
        if (!this.visible) this.ready = false;
        if (shownAgain) this.refresh();
      }),
      view.webview.onDidReceiveMessage((message: unknown) => {
        if (isFromPanel(message)) this.handle(message);
      }),
      trace.onDidChange(place => this.follow(place)),
      server.onDidAnalyse(({ uri }) => this.refreshIf(uri)),
      server.onDidChangeFileFindings(({ uri }) => this.refreshIf(uri)),
      // What was not read yet may be now.
      server.onDidReadLarge(({ uri }) => { if (this.isUnavailable) this.refreshIf(uri); }),
      server.onDidChangeState(() => this.refresh()),
    );
    view.iconPath = { light: vscode.Uri.joinPath(extensionUri, 'client/media/chart-light.svg'), dark: vscode.Uri.joinPath(extensionUri, 'client/media/chart-dark.svg') };
    view.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    view.webview.html = panelHtml({
      nonce: createNonce(),
      scriptUri: view.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js')).toString(),
      styleUri: view.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.css')).toString(),
    });
  }

  show(): void {
    this.view.reveal(undefined, true);
    this.refresh();
  }

  /** Takes the keyboard to the answer. */
  showWhy(): void {
    this.view.reveal(undefined, false);
    this.openWhyWhenReady = !this.ready;
    if (this.ready) this.post({ type: 'openWhy' });
  }

  close(): void {
    this.view.dispose();
  }

  private handle(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.selection = message.selection ?? undefined;
        this.whyOpen = message.why;
        this.ready = true;
        if (this.openWhyWhenReady) this.post({ type: 'openWhy' });
        this.openWhyWhenReady = false;
        if (this.trace.current === undefined && message.place !== null) this.trace.set({ uri: vscode.Uri.parse(message.place.uri), line: message.place.line, inViewer: false });
        return this.refresh();
      case 'select':
        this.selection = message.selection;
        return this.refreshSeries();
      case 'why':
        this.whyOpen = message.open;
        return message.open ? this.refresh() : undefined;
      case 'reveal': return void this.goTo(message.line, message.focus);
      case 'refresh': return this.refresh();
      case 'restart': return void this.server.restart();
    }
  }

  private follow(place: TraceAtLine | undefined): void {
    const sameTrace = place !== undefined && this.shownUri === place.uri.toString();
    if (!sameTrace) this.refresh();
    else if (this.visible) this.counts.push(place);
  }

  private refreshIf(uri: string): void {
    if (vscode.Uri.parse(uri).toString() === this.trace.current?.uri.toString()) this.refresh();
  }

  private refresh(): void {
    if (!this.visible) return;
    const place = this.trace.current;
    this.shownUri = place?.uri.toString();
    if (place === undefined) return this.post({ type: 'unavailable', text: 'No trace is open. Open an allocator trace (a file with ftrace text, e.g. *.ftrace) and put the cursor on a line.', action: null });
    this.counts.push(place);
    this.refreshSeries();
  }

  private refreshSeries(): void {
    const place = this.trace.current;
    if (this.visible && place !== undefined && this.selection !== undefined) this.series.push({ place, selection: this.selection });
  }

  private async goTo(line: number, focus: boolean): Promise<void> {
    const place = this.trace.current;
    if (place === undefined) return;
    try {
      await this.reveal(place, line, focus);
    } catch {
      void vscode.window.showWarningMessage('The trace could not be shown: its file may have been moved or deleted, or is too large for an editor.');
    }
  }

  private post(message: ToPanel): void {
    if (this.disposed || !this.visible) return;
    this.isUnavailable = message.type === 'unavailable';
    if (message.type === 'counts') this.view.title = `Chart: ${message.file}`;
    void this.view.webview.postMessage(message);
  }

  private dispose(): void {
    this.disposed = true;
    this.counts.clear();
    this.series.clear();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
