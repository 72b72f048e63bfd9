import type { Connection } from 'vscode-languageserver/node';
import { failure, type Result, success } from '../../io/result.js';
import { type AnalyzeFileResult, type FileFindingsParams, fileFindingsMethod } from '../../protocol/files.js';
import type { FileFindings, Progress } from '../../worker/jobs.js';
import type { Workers } from '../../worker/workers.js';
import { fileDiagnostics } from '../diagnostics.js';
import { sendQuietly } from '../log.js';
import type { SettingsSource } from '../settingsSource.js';
import { filePath } from './filePath.js';
import type { FileWatch } from './fileWatch.js';

/** More than are shown as diagnostics, for a view that has room; few enough to cross to another thread at once. */
export const mostFindings = 5000;

interface Done { readonly uri: string; readonly result: AnalyzeFileResult; readonly found: FileFindings }

/** Files that were analysed from the disk, and those that are being read. Keyed by path: the same file has many URIs. */
export class FileAnalyses {
  private readonly running = new Map<string, AbortController>();
  private readonly done = new Map<string, Done>();

  constructor(
    private readonly connection: Connection,
    private readonly settings: SettingsSource,
    private readonly workers: Workers,
    private readonly watch: FileWatch,
    private readonly ruleLink: (id: string) => string | undefined,
    private readonly lineLink: (uri: string, line: number | null) => string | undefined,
    private readonly isOpen: (uri: string) => boolean,
  ) {}

  /** Undefined where `signal`, a newer request for the file or its opening as text stopped it. */
  async analyse(uri: string, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Result<AnalyzeFileResult> | undefined> {
    const path = filePath(uri);
    if (!path.ok) return path;
    const file = path.value;
    this.forget(uri);
    const controller = new AbortController();
    this.running.set(file, controller);
    const either = AbortSignal.any([signal, controller.signal]);
    const settings = await this.settings.of(uri);
    const outcome = await this.workers.run<'analyse'>({ kind: 'analyse', file, settings, most: mostFindings }, { signal: either, onProgress });
    if (this.running.get(file) === controller) this.running.delete(file);
    if (outcome === undefined || either.aborted) return undefined;
    if (!outcome.ok) return failure(outcome.reason);
    return success(this.put(file, uri, outcome.value));
  }

  /** Findings of a file that somebody else has analysed. Of one that is open as text, those of the text are shown. */
  accept(uri: string, found: FileFindings): void {
    const path = filePath(uri);
    if (path.ok && !this.isOpen(uri)) this.put(path.value, uri, found);
  }

  private put(file: string, uri: string, found: FileFindings): AnalyzeFileResult {
    const result = resultOf(uri, found);
    this.done.set(file, { uri, result, found });
    this.watch.add(file);
    this.publish(uri, found);
    this.tell({ uri, result });
    return result;
  }

  /** What the last analysis found, the most severe first. */
  last(uri: string): Done | undefined {
    const path = filePath(uri);
    return path.ok ? this.done.get(path.value) : undefined;
  }

  /** The findings of the file are not those of what it is now. */
  forget(uri: string): void {
    const path = filePath(uri);
    if (!path.ok) return;
    this.running.get(path.value)?.abort();
    this.running.delete(path.value);
    const done = this.done.get(path.value);
    if (done === undefined) return;
    this.done.delete(path.value);
    this.watch.remove(path.value);
    sendQuietly(() => this.connection.sendDiagnostics({ uri: done.uri, diagnostics: [] }));
    this.tell({ uri: done.uri, result: null });
  }

  private publish(uri: string, { summary, counts, findings }: FileFindings): void {
    const trace = { lineCount: summary.lines, lineText: () => '' };
    const diagnostics = fileDiagnostics(findings, counts, { uri, trace, ruleLink: this.ruleLink, lineLink: (line) => this.lineLink(uri, line) });
    sendQuietly(() => this.connection.sendDiagnostics({ uri, diagnostics }));
  }

  private tell(params: FileFindingsParams): void {
    sendQuietly(() => this.connection.sendNotification(fileFindingsMethod, params));
  }
}

export function resultOf(uri: string, { summary, damage, counts }: FileFindings): AnalyzeFileResult {
  const { interface: name, bytes, lines, events, unrecognisedLines, lostEvents, pagesNotKept } = summary;
  return { uri, interface: name, bytes, lines, events, unrecognisedLines, lostEvents, pagesNotKept: pagesNotKept?.line ?? null, damage, errors: counts.error, warnings: counts.warning, infos: counts.info };
}
