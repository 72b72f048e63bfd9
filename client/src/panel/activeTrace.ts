import * as vscode from 'vscode';
import { isTrace } from '../trace.js';

export interface TraceAtLine {
  readonly uri: vscode.Uri;
  readonly line: number;
  /** It is shown in the viewer of large files, not in a text editor. */
  readonly inViewer: boolean;
}

/** The trace whose editor or viewer was active last, and its cursor line. It stays when the focus goes elsewhere, e.g. to the panel. */
export class ActiveTrace implements vscode.Disposable {
  private place: TraceAtLine | undefined;
  private readonly changed = new vscode.EventEmitter<TraceAtLine | undefined>();
  private readonly subscriptions: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.window.onDidChangeActiveTextEditor(editor => this.follow(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      // A document becomes a trace, or ceases to be one, when its language is changed.
      vscode.workspace.onDidOpenTextDocument(document => {
        if (vscode.window.activeTextEditor?.document === document) this.follow(vscode.window.activeTextEditor);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.closed(uri, false)),
    );
    this.follow(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(({ document }) => isTrace(document)));
  }

  get current(): TraceAtLine | undefined { return this.place; }

  set(place: TraceAtLine | undefined): void {
    if (place?.line === this.place?.line && place?.inViewer === this.place?.inViewer && place?.uri.toString() === this.place?.uri.toString()) return;
    this.place = place;
    this.changed.fire(place);
  }

  /** Nobody shows it any more. */
  closed(uri: vscode.Uri, inViewer: boolean): void {
    if (this.place?.inViewer === inViewer && this.place.uri.toString() === uri.toString()) this.set(undefined);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor !== undefined && isTrace(editor.document)) this.set({ uri: editor.document.uri, line: editor.selection.active.line, inViewer: false });
  }
}
