import * as vscode from 'vscode';
import { analyzeFileCommand } from './commands/analyzeFile.js';
import { captureScriptCommand } from './commands/captureScript.js';
import { largeKeyCommands, openLargeCommand, showFindingsCommand } from './commands/openLarge.js';
import { openRuleCommand } from './commands/openRule.js';
import { openTraceDatCommand } from './commands/openTraceDat.js';
import { restartServerCommand } from './commands/restartServer.js';
import { showChartPanelCommand } from './commands/showChartPanel.js';
import { showOutputCommand } from './commands/showOutput.js';
import { whyNotReportedCommand } from './commands/whyNotReported.js';
import { FileAnalysis } from './files/fileAnalysis.js';
import { FileStatus } from './files/fileStatus.js';
import { LargeFileOffer } from './files/offer.js';
import { AnalysisServer } from './languageClient.js';
import { LargeEditors } from './large/largeEditors.js';
import { LineLinks } from './large/lineLinks.js';
import { ChartPanels } from './panel/chartPanels.js';
import { revealLine } from './panel/revealLine.js';
import { RuleDocuments } from './ruleDocuments.js';
import { StatusItem } from './statusItem.js';
import { TraceDatDocuments } from './traceDat/traceDatDocuments.js';
import { TraceDatOffer } from './traceDat/traceDatOffer.js';

let server: AnalysisServer | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Buddyscope', { log: true });
  server = new AnalysisServer(context, output);
  const rules = new RuleDocuments(server);
  const panels = new ChartPanels(context.extensionUri, server, (place, line, focus) => place.inViewer ? large.reveal(place.uri, line, focus) : revealLine(place.uri, line, focus));
  const analysis = new FileAnalysis(server);
  const fileStatus = new FileStatus(server);
  const traceDats = new TraceDatDocuments(server);
  const showFinding = (uri: vscode.Uri, line: number): void => {
    panels.trace.set({ uri, line, inViewer: true });
    panels.show(uri);
  };
  const large = new LargeEditors(context.extensionUri, server, {
    moved: (uri, line, active) => {
      const shown = panels.trace.current?.uri.toString();
      if (active || shown === undefined || shown === uri.toString()) panels.trace.set({ uri, line, inViewer: true });
    },
    closed: uri => panels.trace.closed(uri, true),
    openFinding: showFinding,
  });
  context.subscriptions.push(
    output, server, rules, panels, new StatusItem(server),
    showChartPanelCommand(panels), whyNotReportedCommand(panels), restartServerCommand(server), showOutputCommand(output), openRuleCommand(rules, context.extension),
    analyzeFileCommand(analysis), fileStatus, new LargeFileOffer(analysis, fileStatus),
    large, new LineLinks(async (file, line) => {
      await large.open(file, line);
      showFinding(file, line);
    }, file => large.openFindings(file)), openLargeCommand(large), showFindingsCommand(large), largeKeyCommands(large),
    traceDats, openTraceDatCommand(traceDats), new TraceDatOffer(traceDats),
    captureScriptCommand(server, context),
  );
  // Not awaited: commands and views work at once and wait for the server where they need it.
  void server.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
  server = undefined;
}
