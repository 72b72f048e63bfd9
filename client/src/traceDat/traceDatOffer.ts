import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import { fileNameOf, uriOfTab } from '../files/traceFiles.js';
import { isTraceDatStart, startLength } from './traceDatStart.js';
import type { TraceDatDocuments } from './traceDatDocuments.js';

const openAsText = 'Open as Text';

/** VS Code says of a recording only that it is binary; this says what it is, once for each. */
export class TraceDatOffer implements vscode.Disposable {
  private readonly offered = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly documents: TraceDatDocuments) {
    this.subscription = vscode.window.tabGroups.onDidChangeTabs(({ opened }) => { opened.forEach(tab => this.look(tab)); });
    vscode.window.tabGroups.all.forEach(({ tabs }) => tabs.forEach(tab => this.look(tab)));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(tab: vscode.Tab): void {
    const uri = uriOfTab(tab);
    if (uri === undefined || uri.scheme !== 'file' || !/\.dat$/i.test(uri.path) || this.offered.has(uri.toString())) return;
    this.offered.add(uri.toString());
    void this.offer(uri);
  }

  private async offer(uri: vscode.Uri): Promise<void> {
    if (!isTraceDatStart(await startOf(uri.fsPath))) return;
    const choice = await vscode.window.showInformationMessage(`${fileNameOf(uri)} is a recording of trace-cmd. Buddyscope can show it as text.`, openAsText);
    if (choice === openAsText) await this.documents.open(uri);
  }
}

/** The first bytes; none where the file cannot be read. */
async function startOf(path: string): Promise<Uint8Array> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(startLength), 0, startLength, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return new Uint8Array(0);
  }
}
