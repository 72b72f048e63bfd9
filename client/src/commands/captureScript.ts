import * as vscode from 'vscode';
import { captureFormMethod, captureScriptMethod } from '../../../server/src/protocol/capture.js';
import { isCaptureForm, isCaptureScriptResult } from '../../../server/src/protocol/captureGuards.js';
import { isFields, isListOf, isText } from '../../../server/src/protocol/guards.js';
import { askForCapture } from '../capture/captureForm.js';
import { rememberedChoices } from '../capture/choices.js';
import { isCancelled } from '../failures.js';
import type { AnalysisServer } from '../languageClient.js';

const memory = 'captureScript';

export function captureScriptCommand(server: AnalysisServer, context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand('buddyscope.captureScript', async () => {
    try {
      const form = await server.request(captureFormMethod, {}, isCaptureForm);
      const choices = await askForCapture(form, rememberedChoices(form, context.globalState.get(memory)), interfaceTexts(context.extension.packageJSON));
      if (choices === undefined) return;
      const { script, notes } = await server.request(captureScriptMethod, choices, isCaptureScriptResult);
      await context.globalState.update(memory, choices);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'shellscript', content: script }));
      for (const note of notes) void vscode.window.showInformationMessage(note);
    } catch (error) {
      if (!isCancelled(error)) void vscode.window.showErrorMessage(`No capture script: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

/** Name of an interface -> what the setting `buddyscope.interface` says of it. */
function interfaceTexts(manifest: unknown): ReadonlyMap<string, string> {
  let at: unknown = manifest;
  for (const key of ['contributes', 'configuration', 'properties', 'buddyscope.interface']) at = isFields(at) ? at[key] : undefined;
  if (!isFields(at)) return new Map();
  const { enum: names, enumDescriptions: texts } = at;
  return isListOf(names, isText) && isListOf(texts, isText) ? new Map(names.map((name, i) => [name, texts[i] ?? ''])) : new Map();
}
