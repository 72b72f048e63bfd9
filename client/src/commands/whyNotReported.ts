import * as vscode from 'vscode';
import type { ChartPanels } from '../panel/chartPanels.js';

export function whyNotReportedCommand(panels: ChartPanels): vscode.Disposable {
  return vscode.commands.registerCommand('buddyscope.whyNotReported', () => { panels.showWhy(); });
}
