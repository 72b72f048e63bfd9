import type { Connection } from 'vscode-languageserver/node';
import { countBySeverity } from '../core/index.js';
import { isListed } from '../io/readSettings.js';
import { type AnalysedParams, analysedMethod } from '../protocol/messages.js';
import { diagnosticsOf } from './diagnostics.js';
import { type Log, sendQuietly } from './log.js';
import type { Analysis, OpenTrace } from './openTrace.js';

export class Publisher {
  constructor(
    private readonly connection: Connection,
    private readonly log: Log,
    private readonly ruleLink: (id: string) => string | undefined,
  ) {}

  /** Analyses and publishes; publishes nothing where the analysis fails or a newer text has come meanwhile. Does not reject. */
  async update(open: OpenTrace): Promise<void> {
    try {
      const analysis = await open.analyse();
      // The newer version is already due.
      if (open.closed || analysis.version !== open.version) return;
      const { uri } = open;
      const shown = analysis.findings.filter((finding) => isListed(finding, open.settings));
      const diagnostics = diagnosticsOf(shown, { uri, trace: open.trace, ruleLink: this.ruleLink });
      sendQuietly(() => this.connection.sendDiagnostics({ uri, version: analysis.version, diagnostics }));
      sendQuietly(() => this.connection.sendNotification(analysedMethod, analysedParams(uri, analysis)));
    } catch (error) {
      this.failed(open, error);
    }
  }

  clear(uri: string): void {
    sendQuietly(() => this.connection.sendDiagnostics({ uri, diagnostics: [] }));
  }

  /** Once for each document: its text is still edited, but what is wrong in it is not known. */
  failed(open: OpenTrace, error: unknown): void {
    this.log.error(`${open.uri} could not be analysed`, error);
    if (open.failureShown) return;
    open.failureShown = true;
    const name = decodeURIComponentSafely(open.uri.slice(open.uri.lastIndexOf('/') + 1));
    this.log.show(`Buddyscope could not analyse ${name}: the output channel says why. Reopen the file to try again; other files are not affected.`);
  }

}

const analysedParams = (uri: string, { version, findings, summary }: Analysis): AnalysedParams => {
  const { error, warning, info } = countBySeverity(findings);
  return {
    uri,
    version,
    interface: summary.interface,
    lines: summary.lines,
    events: summary.events,
    unrecognisedLines: summary.unrecognisedLines,
    lostEvents: summary.lostEvents,
    pagesNotKept: summary.pagesNotKept?.line ?? null,
    errors: error,
    warnings: warning,
    infos: info,
  };
};

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
