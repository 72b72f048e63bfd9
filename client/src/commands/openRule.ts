import * as vscode from 'vscode';
import type { RuleDocuments } from '../ruleDocuments.js';
import { isRuleId, knownRuleIds } from '../ruleId.js';

export function openRuleCommand(rules: RuleDocuments, extension: vscode.Extension<unknown>): vscode.Disposable {
  return vscode.commands.registerCommand('buddyscope.openRule', async (argument: unknown) => {
    const id = typeof argument === 'string' ? argument : await askForRule(knownRuleIds(extension.packageJSON));
    if (id !== undefined) await rules.open(id);
  });
}

async function askForRule(known: readonly string[]): Promise<string | undefined> {
  if (known.length > 0) return vscode.window.showQuickPick(known, { title: 'Open the page of a rule', placeHolder: 'The rule whose page you want to read' });
  return vscode.window.showInputBox({
    title: 'Open the page of a rule',
    prompt: 'The id stands beside each finding in the Problems view.',
    placeHolder: 'zone-lock-irqs-on',
    validateInput: text => isRuleId(text) ? undefined : 'A rule id has lower-case letters, digits and dashes only.',
  });
}
