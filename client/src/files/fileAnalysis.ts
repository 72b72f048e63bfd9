import * as vscode from 'vscode';
import { isAnalyzeFileResult } from '../../../server/src/protocol/fileGuards.js';
import { analyzeFileMethod } from '../../../server/src/protocol/files.js';
import type { AnalyzeFileParams, AnalyzeFileResult } from '../../../server/src/protocol/files.js';
import { isCancelled } from '../failures.js';
import type { AnalysisServer } from '../languageClient.js';
import { resultsText, resultText } from './resultText.js';
import { fileNameOf } from './traceFiles.js';

const showProblems = 'Show Problems';
const openViewer = 'Open in Large Trace Viewer';

/** Has files analysed from the disk, with their progress and what came of it. */
export class FileAnalysis {
  constructor(private readonly server: AnalysisServer) {}

  async analyze(files: readonly vscode.Uri[]): Promise<void> {
    const outcomes = await Promise.all(files.map(uri => this.one(uri)));
    const results = outcomes.filter(outcome => outcome !== 'cancelled' && outcome !== 'failed');
    const [first] = files;
    if (results.length === 0 || first === undefined) return;
    if (files.length > 1) return this.tell(resultsText(results, outcomes.filter(outcome => outcome === 'failed').length), results, undefined);
    await this.tell(resultText(fileNameOf(first), results[0]), results, first);
  }

  private async one(uri: vscode.Uri): Promise<AnalyzeFileResult | 'cancelled' | 'failed'> {
    try {
      return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Analyzing ${fileNameOf(uri)}`, cancellable: true },
        async (progress, token) => {
          let percent = 0;
          return await this.server.requestWithProgress(analyzeFileMethod, { uri: uri.toString() } satisfies AnalyzeFileParams, isAnalyzeFileResult, token, ({ message, percentage = percent }) => {
            progress.report({ increment: percentage - percent, ...(message === undefined ? {} : { message }) });
            percent = percentage;
          });
        });
    } catch (error) {
      if (isCancelled(error)) return 'cancelled';
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return 'failed';
    }
  }

  private async tell(text: string, results: readonly AnalyzeFileResult[], file: vscode.Uri | undefined): Promise<void> {
    const found = results.some(({ errors, warnings, infos }) => errors + warnings + infos > 0);
    const viewable = file !== undefined && !file.path.endsWith('.gz');
    const choice = await vscode.window.showInformationMessage(text, ...(found ? [showProblems] : []), ...(viewable ? [openViewer] : []));
    if (choice === showProblems) await vscode.commands.executeCommand('workbench.actions.view.problems');
    if (choice === openViewer) await vscode.commands.executeCommand('buddyscope.openLarge', file);
  }
}
