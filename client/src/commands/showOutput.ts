import * as vscode from 'vscode';

export function showOutputCommand(output: vscode.OutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand('buddyscope.showOutput', () => output.show());
}
