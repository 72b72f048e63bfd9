import * as vscode from 'vscode';
import { isFields, isPanelPlace } from '../../../server/src/protocol/guards.js';
import type { AnalysisServer } from '../languageClient.js';
import { ActiveTrace } from './activeTrace.js';
import { ChartPanel, type RevealLine } from './chartPanel.js';

const viewType = 'buddyscope.chart';

/** Opens the chart panel, of which there is at most one, and brings it back after a reload of the window. */
export class ChartPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly trace = new ActiveTrace();
  private readonly serializer = vscode.window.registerWebviewPanelSerializer(viewType, this);
  private panel: ChartPanel | undefined;

  /** `reveal` shows a line of a trace where the trace is shown. */
  constructor(private readonly extensionUri: vscode.Uri, private readonly server: AnalysisServer, private readonly reveal: RevealLine) {}

  show(resource?: vscode.Uri): void {
    // A file whose editor tells us nothing (VS Code hands over none above 50 MB) is shown from its first line.
    if (resource !== undefined && this.trace.current?.uri.toString() !== resource.toString()) this.trace.set({ uri: resource, line: 0, inViewer: false });
    if (this.panel !== undefined) return this.panel.show();
    this.adopt(vscode.window.createWebviewPanel(viewType, 'Allocator Chart', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }));
  }

  /** Why is the memory at the cursor's line not reported? */
  showWhy(): void {
    if (this.panel === undefined) this.show();
    this.panel?.showWhy();
  }

  deserializeWebviewPanel(view: vscode.WebviewPanel, state: unknown): Promise<void> {
    // The page's own state comes again with its first message; here it only serves to know the trace as early as possible.
    const place = isFields(state) && isPanelPlace(state['place']) ? state['place'] : undefined;
    if (this.trace.current === undefined && place !== undefined) this.trace.set({ uri: vscode.Uri.parse(place.uri), line: place.line, inViewer: false });
    this.panel?.close();
    this.adopt(view);
    return Promise.resolve();
  }

  dispose(): void {
    this.serializer.dispose();
    this.panel?.close();
    this.trace.dispose();
  }

  private adopt(view: vscode.WebviewPanel): void {
    const panel = new ChartPanel(view, this.extensionUri, this.server, this.trace, this.reveal);
    this.panel = panel;
    view.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
    });
  }
}
