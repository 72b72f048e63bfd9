import * as vscode from 'vscode';
import type { AnalyzeFileResult } from '../../../server/src/protocol/files.js';
import type { AnalysisServer } from '../languageClient.js';
import { findingsText } from '../statusText.js';
import { resultText } from './resultText.js';
import { activeFile, fileNameOf, isInViewer } from './traceFiles.js';

/** Says in the status bar what was found in the file of the active tab. VS Code has no language status for files that it does not hand over. */
export class FileStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('buddyscope.file', vscode.StatusBarAlignment.Left, 0);
  private readonly results = new Map<string, AnalyzeFileResult>();
  /** Files that a viewer shows and that are read on as they grow. */
  private readonly followed = new Set<string>();
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
      server.onDidReadLarge(({ uri, phase }) => {
        const key = vscode.Uri.parse(uri).toString();
        if (this.followed.has(key) === (phase === 'following')) return;
        if (phase === 'following') this.followed.add(key);
        else this.followed.delete(key);
        this.update();
      }),
      server.onDidChangeState(() => {
        this.results.clear();
        this.followed.clear();
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
    // Nobody is told that the viewer's tab is closed; other tabs of the file are not followed.
    const isFollowed = this.followed.has(uri.toString()) && isInViewer();
    this.item.text = `$(checklist) ${findingsText(result)}${isFollowed ? ', following' : ''}`;
    this.item.tooltip = `Buddyscope: ${resultText(fileNameOf(uri), result)}${isFollowed ? ' The file is read on as it grows.' : ''}`;
    this.item.show();
  }
}
