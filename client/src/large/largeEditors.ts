import * as vscode from 'vscode';
import type { LargeCommand } from '../../../server/src/protocol/largePage.js';
import type { AnalysisServer } from '../languageClient.js';
import { LargeDocument } from './largeDocument.js';
import { LargeView, type LargeViewPorts } from './largeView.js';

const viewType = 'buddyscope.largeTrace';

/** The viewer of large traces: a read-only editor that reads what it shows from the disk. */
export class LargeEditors implements vscode.CustomReadonlyEditorProvider<LargeDocument>, vscode.Disposable {
  private readonly views = new Set<LargeView>();
  /** Lines to show in tabs that are yet to come, by file: VS Code passes none on to a custom editor. */
  private readonly pending = new Map<string, number>();
  /** Files whose tab, yet to come, is to show the table of findings. */
  private readonly pendingFindings = new Set<string>();
  private readonly registration: vscode.Disposable;

  constructor(private readonly extensionUri: vscode.Uri, private readonly server: AnalysisServer, private readonly ports: LargeViewPorts) {
    this.registration = vscode.window.registerCustomEditorProvider(viewType, this, { supportsMultipleEditorsPerDocument: true });
  }

  async open(uri: vscode.Uri, line?: number): Promise<void> {
    const view = this.viewOf(uri);
    if (line !== undefined && view === undefined) this.pending.set(uri.toString(), line);
    if (line !== undefined) view?.reveal(line);
    await this.bring(uri, view, true);
  }

  /** Shows a line, in the tab that there is if there is one; the keyboard goes there only where `focus` says so. */
  async reveal(uri: vscode.Uri, line: number, focus: boolean): Promise<void> {
    const view = this.viewOf(uri);
    if (view === undefined) return this.open(uri, line);
    view.reveal(line);
    await this.bring(uri, view, focus);
  }

  /** Opens the viewer with the table of findings. */
  async openFindings(uri: vscode.Uri): Promise<void> {
    const view = this.viewOf(uri);
    if (view === undefined) this.pendingFindings.add(uri.toString());
    else view.command('showFindings');
    await this.bring(uri, view, true);
  }

  private async bring(uri: vscode.Uri, view: LargeView | undefined, focus: boolean): Promise<void> {
    if (view === undefined) await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
    // Where it is: without a column it would come to the one that is used, e.g. the chart's.
    else if (focus || !view.panel.visible) view.panel.reveal(view.panel.viewColumn, !focus);
  }

  private viewOf(uri: vscode.Uri): LargeView | undefined {
    return [...this.views].find(candidate => candidate.uri.toString() === uri.toString());
  }

  /** Sends it to the viewer that is in front. */
  command(command: LargeCommand): void {
    [...this.views].find(({ panel }) => panel.active)?.command(command);
  }

  openCustomDocument(uri: vscode.Uri): LargeDocument {
    const document = new LargeDocument(uri, this.server);
    void document.open();
    return document;
  }

  resolveCustomEditor(document: LargeDocument, panel: vscode.WebviewPanel): void {
    const view = new LargeView(document, panel, this.extensionUri, this.server, this.ports);
    this.views.add(view);
    panel.onDidDispose(() => {
      this.views.delete(view);
      if (this.viewOf(document.uri) === undefined) this.ports.closed(document.uri);
    });
    const key = document.uri.toString();
    const line = this.pending.get(key);
    this.pending.delete(key);
    if (line !== undefined) view.reveal(line);
    if (this.pendingFindings.delete(key)) view.command('showFindings');
  }

  dispose(): void {
    this.registration.dispose();
  }
}
