import * as vscode from 'vscode';
import type { LargeCommand } from '../../../server/src/protocol/largePage.js';
import { activeFile, hasTraceEnding, pickFiles } from '../files/traceFiles.js';
import type { LargeEditors } from '../large/largeEditors.js';

export function openLargeCommand(editors: LargeEditors): vscode.Disposable {
  return vscode.commands.registerCommand('buddyscope.openLarge', async (file: unknown, line: unknown) => {
    const uri = file instanceof vscode.Uri ? file : await chosenFile();
    if (uri !== undefined) await editors.open(uri, typeof line === 'number' ? line : undefined);
  });
}

export function showFindingsCommand(editors: LargeEditors): vscode.Disposable {
  return vscode.commands.registerCommand('buddyscope.showFindings', async (file: unknown) => {
    const uri = file instanceof vscode.Uri ? file : await chosenFile();
    if (uri !== undefined) await editors.openFindings(uri);
  });
}

async function chosenFile(): Promise<vscode.Uri | undefined> {
  const active = activeFile();
  if (active !== undefined && hasTraceEnding(active)) return active;
  return (await pickFiles('Open a large trace', false))?.[0];
}

const commands: readonly LargeCommand[] = ['goToLine', 'find', 'findNext', 'findPrevious', 'nextFinding', 'previousFinding', 'showHover'];

/** What the keys of a text editor do, in the viewer. */
export const largeKeyCommands = (editors: LargeEditors): vscode.Disposable =>
  vscode.Disposable.from(...commands.map(command => vscode.commands.registerCommand(`buddyscope.large.${command}`, () => { editors.command(command); })));
