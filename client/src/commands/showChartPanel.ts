import * as vscode from 'vscode';
import type { ChartPanels } from '../panel/chartPanels.js';

export function showChartPanelCommand(panels: ChartPanels): vscode.Disposable {
  // The button in an editor's title passes the file; the command palette passes nothing.
  return vscode.commands.registerCommand('buddyscope.showChartPanel', (resource: unknown) => {
    panels.show(resource instanceof vscode.Uri ? resource : undefined);
  });
}
