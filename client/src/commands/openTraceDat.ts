import * as vscode from 'vscode';
import { activeFile } from '../files/traceFiles.js';
import type { TraceDatDocuments } from '../traceDat/traceDatDocuments.js';

export function openTraceDatCommand(documents: TraceDatDocuments): vscode.Disposable {
  // The Explorer passes the file; the command palette passes nothing.
  return vscode.commands.registerCommand('buddyscope.openTraceDat', async (file: unknown) => {
    const uri = file instanceof vscode.Uri ? file : await chosenFile();
    if (uri !== undefined) await documents.open(uri);
  });
}

async function chosenFile(): Promise<vscode.Uri | undefined> {
  const active = activeFile();
  if (active !== undefined && /\.dat$/i.test(active.path)) return active;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: 'Open a recording of trace-cmd', openLabel: 'Open', ...(folder === undefined ? {} : { defaultUri: folder }),
    filters: { 'Recordings of trace-cmd': ['dat'], 'All files': ['*'] },
  });
  return chosen?.[0];
}
