import * as vscode from 'vscode';
import type { AnalysisServer } from './languageClient.js';
import { isRuleId } from './ruleId.js';

const scheme = 'buddyscope-rule';

/** The pages of the rules as read-only documents, and the links to them: `<scheme>://<extension id>/rule/ID`. */
export class RuleDocuments implements vscode.TextDocumentContentProvider, vscode.UriHandler, vscode.Disposable {
  private readonly registrations: vscode.Disposable;

  constructor(private readonly server: AnalysisServer) {
    this.registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.window.registerUriHandler(this),
    );
  }

  async open(id: string): Promise<void> {
    if (!isRuleId(id)) {
      void vscode.window.showWarningMessage('This link does not name a Buddyscope rule.');
      return;
    }
    const page = vscode.Uri.from({ scheme, path: `/${id}.md` });
    try {
      await vscode.commands.executeCommand('markdown.showPreview', page);
    } catch {
      // The built-in Markdown extension can be disabled; the page is readable as text, too.
      await vscode.window.showTextDocument(page, { preview: true });
    }
  }

  async handleUri(uri: vscode.Uri): Promise<void> {
    await this.open(/^\/rule\/([^/]+)$/.exec(uri.path)?.[1] ?? '');
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const id = /^\/([^/]+)\.md$/.exec(uri.path)?.[1] ?? '';
    try {
      return await this.server.rulePage(id) ?? `# Unknown rule\n\nThis version of Buddyscope has no rule \`${isRuleId(id) ? id : '?'}\`.\n`;
    } catch {
      return '# Not available\n\nThe page comes from the analysis server, which is not running. Run the command *Allocator Trace: Restart Analysis Server*, then open the page again.\n';
    }
  }

  dispose(): void {
    this.registrations.dispose();
  }
}
