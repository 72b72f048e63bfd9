import * as vscode from 'vscode';

/** VS Code hands over no text file above this size (50 MiB, counted in characters) to an extension. */
export const syncLimit = 50 * 1024 * 1024;

/** Endings that traces commonly have; what a file is shows when it is read. */
const endings = /\.(alloctrace|ftrace|trace|txt|log|gz)$/i;
const ownEndings = /\.(alloctrace|ftrace)$/i;

export const hasTraceEnding = ({ path }: vscode.Uri): boolean => endings.test(path);
/** Endings that nothing else has. */
export const hasOwnEnding = ({ path }: vscode.Uri): boolean => ownEndings.test(path);

export const fileNameOf = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);

/** The file of a tab, whether or not VS Code hands over its text. */
export function uriOfTab(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

export const activeFile = (): vscode.Uri | undefined => uriOfTab(vscode.window.tabGroups.activeTabGroup.activeTab);

export const isInViewer = (): boolean => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom;

export const isOpenAsText = (uri: vscode.Uri): boolean => vscode.workspace.textDocuments.some(document => document.uri.toString() === uri.toString());

/** Asks for trace files; undefined where the user asks for none. */
export async function pickFiles(title: string, many: boolean): Promise<readonly vscode.Uri[] | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showOpenDialog({
    title, canSelectMany: many, openLabel: many ? 'Analyze' : 'Open',
    ...(folder === undefined ? {} : { defaultUri: folder }),
    filters: { 'Traces': ['alloctrace', 'ftrace', 'trace', 'txt', 'log', 'gz'], 'All files': ['*'] },
  });
}
