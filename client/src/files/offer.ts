import * as vscode from 'vscode';
import type { FileAnalysis } from './fileAnalysis.js';
import type { FileStatus } from './fileStatus.js';
import { fileNameOf, hasOwnEnding, isOpenAsText, syncLimit, uriOfTab } from './traceFiles.js';

const analyze = 'Analyze';
const openViewer = 'Open in Large Trace Viewer';

/** A trace that VS Code does not hand over looks as if nothing were wrong in it; this says otherwise, once for each. */
export class LargeFileOffer implements vscode.Disposable {
  private readonly offered = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly analysis: FileAnalysis, private readonly status: FileStatus) {
    this.subscription = vscode.window.tabGroups.onDidChangeTabs(({ opened }) => { opened.forEach(tab => this.look(tab)); });
    vscode.window.tabGroups.all.forEach(({ tabs }) => tabs.forEach(tab => this.look(tab)));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(tab: vscode.Tab): void {
    const uri = tab.input instanceof vscode.TabInputText ? uriOfTab(tab) : undefined;
    if (uri === undefined || uri.scheme !== 'file' || !hasOwnEnding(uri) || this.offered.has(uri.toString())) return;
    void this.offer(uri);
  }

  private async offer(uri: vscode.Uri): Promise<void> {
    const size = await vscode.workspace.fs.stat(uri).then(stat => stat.size, () => 0);
    if (size <= syncLimit || isOpenAsText(uri) || this.status.isAnalyzed(uri) || this.offered.has(uri.toString())) return;
    this.offered.add(uri.toString());
    const text = `${fileNameOf(uri)} is larger than 50 MB. VS Code hands no such file to extensions, so nothing is marked in it; Buddyscope can read it from the disk.`;
    const choice = await vscode.window.showInformationMessage(text, analyze, openViewer);
    if (choice === analyze) await this.analysis.analyze([uri]);
    if (choice === openViewer) await vscode.commands.executeCommand('buddyscope.openLarge', uri);
  }
}
