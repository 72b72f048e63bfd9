import * as vscode from 'vscode';
import { renderTraceDatMethod, traceDatEnding, traceDatScheme } from '../../../server/src/protocol/traceDat.js';
import type { RenderTraceDatParams } from '../../../server/src/protocol/traceDat.js';
import { isRenderTraceDatResult } from '../../../server/src/protocol/traceDatGuards.js';
import { isCancelled } from '../failures.js';
import { fileNameOf } from '../files/traceFiles.js';
import type { AnalysisServer } from '../languageClient.js';

const textOf = (file: vscode.Uri): vscode.Uri => file.with({ scheme: traceDatScheme, path: file.path + traceDatEnding });
const fileOf = (text: vscode.Uri): vscode.Uri => text.with({ scheme: 'file', path: text.path.slice(0, -traceDatEnding.length) });

/** Recordings of trace-cmd as read-only documents: text of a trace, in which everything works as in any other. */
export class TraceDatDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  /** Texts that were read for documents about to open. */
  private readonly fresh = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(traceDatScheme, this);

  constructor(private readonly server: AnalysisServer) {}

  async open(file: vscode.Uri): Promise<void> {
    const page = textOf(file);
    const reading = { location: vscode.ProgressLocation.Notification, title: `Reading ${fileNameOf(file)}`, cancellable: true };
    try {
      // Read first, so that a failure is told in its own words and no empty document is left.
      this.fresh.set(page.toString(), await vscode.window.withProgress(reading, (_progress, token) => this.read(file, token)));
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(page), { preview: false });
    } catch (error) {
      if (!isCancelled(error)) void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    } finally {
      this.fresh.delete(page.toString());
    }
  }

  async provideTextDocumentContent(page: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    return this.fresh.get(page.toString()) ?? await this.read(fileOf(page), token);
  }

  private async read(file: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const params: RenderTraceDatParams = { uri: file.toString() };
    const { text, missing } = await this.server.request(renderTraceDatMethod, params, isRenderTraceDatResult, token);
    if (missing !== null) void vscode.window.showWarningMessage(`${fileNameOf(file)} ${missing}`);
    return text;
  }

  dispose(): void {
    this.registration.dispose();
  }
}
