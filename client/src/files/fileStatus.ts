import * as vscode from 'vscode';
import type { AnalyzeFileResult } from '../../../server/src/protocol/files.js';
import type { AnalysisServer } from '../languageClient.js';
import { findingsText } from '../statusText.js';
import { resultText } from './resultText.js';
import { activeFile, fileNameOf } from './traceFiles.js';

/** Says in the status bar what was found in the file of the active tab. VS Code has no language status for files that it does not hand over. */
export class FileStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('buddyscope.file', vscode.StatusBarAlignment.Left, 0);
  private readonly results = new Map<string, AnalyzeFileResult>();
  private readonly subscriptions: vscode.Disposable;

  constructor(server: AnalysisServer) {
    this.item.name = 'Allocator Trace Findings';
    this.item.command = 'workbench.actions.view.problems';
    this.subscriptions = vscode.Disposable.from(
      this.item,
      server.onDidChangeFileFindings(({ uri, result }) => {
        const key = vscode.Uri.parse(uri).toString();
        if (result === null) this.results.delete(key);
        else this.results.set(key, result);
        this.update();
      }),
      server.onDidChangeState(() => {
        this.results.clear();
        this.update();
      }),
      vscode.window.tabGroups.onDidChangeTabs(() => this.update()),
      vscode.window.tabGroups.onDidChangeTabGroups(() => this.update()),
    );
  }

  isAnalyzed(uri: vscode.Uri): boolean {
    return this.results.has(uri.toString());
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private update(): void {
    const uri = activeFile();
    const result = uri === undefined ? undefined : this.results.get(uri.toString());
    if (uri === undefined || result === undefined) return this.item.hide();
    this.item.text = `$(checklist) ${findingsText(result)}`;
    this.item.tooltip = `Buddyscope: ${resultText(fileNameOf(uri), result)}`;
    this.item.show();
  }
}
