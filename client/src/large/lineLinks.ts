import * as vscode from 'vscode';

/** `buddyscope-large:///path?line=12`, or `?findings` for the table: what a finding's link has instead of a command, which VS Code does not run from there. */
export const lineLinkScheme = 'buddyscope-large';
const viewType = 'buddyscope.largeLink';

/** The editor that such a link opens: it opens the viewer in its place. */
export class LineLinks implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  private readonly registration = vscode.window.registerCustomEditorProvider(viewType, this);

  constructor(private readonly open: (file: vscode.Uri, line: number) => Promise<void>, private readonly openTable: (file: vscode.Uri) => Promise<void>) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): Promise<void> {
    const line = Number(/^line=(\d{1,15})$/.exec(uri.query)?.[1] ?? 1) - 1;
    const file = vscode.Uri.from({ scheme: 'file', path: uri.path });
    panel.dispose();
    if (uri.query === 'findings') return this.openTable(file);
    await this.open(file, Math.max(0, line));
  }

  dispose(): void {
    this.registration.dispose();
  }
}
