import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import type { Finding, TextEdit, TraceDocument, TraceSummary } from '../core/index.js';
import { analysisOptions, defaultSettings } from '../io/readSettings.js';
import type { Settings } from '../protocol/messages.js';
import type { Runtime } from './runtime.js';

export interface Analysis {
  readonly version: number;
  readonly findings: readonly Finding[];
  readonly summary: TraceSummary;
}

/**
 * A trace that the client has open. The core's document is made when it is first needed, so that the settings that
 * the client sends right after opening do not cost a second analysis; edits until then wait.
 */
export class OpenTrace {
  settings: Settings = defaultSettings;
  /** Whether the settings are known, or were waited for long enough. */
  ready = false;
  closed = false;
  /** Counts the questions for settings, so that only the newest answer is used. */
  settingsTurn = 0;
  /** Whether the user has been told that this document's analysis failed. */
  failureShown = false;
  private document: TraceDocument | undefined;
  private waiting: TextEdit[] = [];
  /** Set where an edit could not be followed: the text here is no longer that of the client. */
  private lost: Error | undefined;

  constructor(readonly uri: string, public version: number, private text: string, private readonly runtime: Runtime) {}

  /** Throws where the core does; callers are handlers that catch. */
  get trace(): TraceDocument {
    if (this.lost !== undefined) throw this.lost;
    if (this.document === undefined) {
      const document = this.runtime.openDocument(this.text, analysisOptions(this.settings));
      if (this.waiting.length > 0) document.edit(this.waiting);
      this.document = document;
      this.waiting = [];
      this.text = '';
    }
    return this.document;
  }

  change(version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    this.version = version;
    try {
      let edits: TextEdit[] = [];
      for (const change of changes) {
        if ('range' in change) {
          const { start, end } = change.range;
          edits.push({ startLine: start.line, startColumn: start.character, endLine: end.line, endColumn: end.character, text: change.text });
        } else {
          // The whole text: what came before it does not matter any more.
          this.replaceText(change.text);
          edits = [];
        }
      }
      if (this.document === undefined) this.waiting.push(...edits);
      else if (edits.length > 0) this.document.edit(edits);
    } catch (error) {
      this.lost = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  use(settings: Settings): void {
    this.settings = settings;
    this.document?.setOptions(analysisOptions(settings));
  }

  /** A promise, so that the work may move to another thread; whoever waits compares versions afterwards. */
  analyse(): Promise<Analysis> {
    const { trace, version } = this;
    return Promise.resolve({ version, findings: trace.findings(), summary: trace.summary() });
  }

  private replaceText(text: string): void {
    this.document = undefined;
    this.lost = undefined;
    this.waiting = [];
    this.text = text;
  }
}
