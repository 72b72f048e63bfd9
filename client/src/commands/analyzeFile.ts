import * as vscode from 'vscode';
import type { FileAnalysis } from '../files/fileAnalysis.js';
import { activeFile, hasTraceEnding, pickFiles } from '../files/traceFiles.js';
import { isTrace } from '../trace.js';

export function analyzeFileCommand(analysis: FileAnalysis): vscode.Disposable {
  // The Explorer passes the file and all that are selected; a tab passes its file; the command palette passes nothing.
  return vscode.commands.registerCommand('buddyscope.analyzeFile', async (file: unknown, selected: unknown) => {
    const files = filesOf(file, selected) ?? await chosenFiles();
    if (files !== undefined && files.length > 0) await analysis.analyze(files);
  });
}

function filesOf(file: unknown, selected: unknown): readonly vscode.Uri[] | undefined {
  const many = Array.isArray(selected) ? selected.filter(item => item instanceof vscode.Uri) : [];
  if (many.length > 1) return many;
  return file instanceof vscode.Uri ? [file] : undefined;
}

async function chosenFiles(): Promise<readonly vscode.Uri[] | undefined> {
  const active = activeFile();
  const document = vscode.window.activeTextEditor?.document;
  if (active !== undefined && (hasTraceEnding(active) || (document !== undefined && isTrace(document)))) return [active];
  return pickFiles('Analyze trace files', true);
}
