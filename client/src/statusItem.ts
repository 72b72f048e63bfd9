import * as vscode from 'vscode';
import type { AnalysedParams } from '../../server/src/protocol/messages.js';
import type { AnalysisServer } from './languageClient.js';
import { describeStatus } from './statusText.js';
import type { Status } from './statusText.js';
import { isTrace, languageId } from './trace.js';

/** Says in the language status what was understood of the trace in the active editor. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('buddyscope.status', { language: languageId });
  private readonly analysed = new Map<string, AnalysedParams>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly server: AnalysisServer) {
    this.item.name = 'Buddyscope';
    this.subscriptions = vscode.Disposable.from(
      this.item,
      server.onDidChangeState(() => {
        this.analysed.clear();
        this.update();
      }),
      server.onDidAnalyse(params => {
        this.analysed.set(keyOf(vscode.Uri.parse(params.uri)), params);
        this.update();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.update();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.analysed.delete(keyOf(uri))),
    );
    this.update();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isTrace(document)) return;
    this.show(describeStatus(this.server.state, document.version, this.analysed.get(keyOf(document.uri))));
  }

  private show(status: Status): void {
    this.item.text = status.text;
    this.item.detail = status.detail;
    this.item.busy = status.busy;
    this.item.severity = status.failed ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    this.item.command = status.failed
      ? { command: 'buddyscope.restartServer', title: 'Restart' }
      : { command: 'buddyscope.showChartPanel', title: 'Show Chart' };
  }
}

// The server writes URIs its own way (`%3A` or `:`); parsed and printed again they are equal.
function keyOf(uri: vscode.Uri): string {
  return uri.toString();
}
