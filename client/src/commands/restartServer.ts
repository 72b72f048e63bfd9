import * as vscode from 'vscode';
import type { AnalysisServer } from '../languageClient.js';

export function restartServerCommand(server: AnalysisServer): vscode.Disposable {
  return vscode.commands.registerCommand('buddyscope.restartServer', () => server.restart());
}
