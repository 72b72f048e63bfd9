import { type CancellationToken, type Connection, FileChangeType, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { countBySeverity } from '../../core/index.js';
import { isListed } from '../../io/readSettings.js';
import { analyzeFileMethod, type AnalyzeFileResult } from '../../protocol/files.js';
import { type Result, success } from '../../io/result.js';
import type { Progress } from '../../worker/jobs.js';
import { type FileAnalyses, resultOf } from '../files/fileAnalyses.js';
import { nameOf } from '../files/filePath.js';
import type { LongWork } from '../files/longWork.js';
import type { LargeFiles } from '../large/largeFiles.js';
import type { Log } from '../log.js';
import type { OpenTrace } from '../openTrace.js';
import type { Traces } from '../traces.js';
import { Fields } from './fields.js';

export const cancelled = (): ResponseError => new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');

/** A trace that is open as text has its findings already, and they are of the text that is shown. */
export async function ofOpen(open: OpenTrace): Promise<AnalyzeFileResult> {
  const { findings, summary: { interface: name, bytes, lines, events, unrecognisedLines, lostEvents, pagesNotKept } } = await open.analyse();
  const { error, warning, info } = countBySeverity(findings.filter((finding) => isListed(finding, open.settings)));
  return { uri: open.uri, interface: name, bytes, lines, events, unrecognisedLines, lostEvents, pagesNotKept: pagesNotKept?.line ?? null, damage: null, errors: error, warnings: warning, infos: info };
}

/** Whole files from the disk. */
export function registerFiles(connection: Connection, traces: Traces, files: FileAnalyses, large: LargeFiles, work: LongWork, log: Log): void {
  /** A file that a viewer shows is analysed already, or will be; read again only where it is not what it was. */
  const ofShown = async (uri: string, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Result<AnalyzeFileResult> | undefined> => {
    if (await large.get(uri)?.file.hasChanged() === true) {
      const opened = await large.show(uri);
      if (!opened.ok) return opened;
    }
    const found = await large.get(uri)?.reading.whole(signal, onProgress);
    return found === undefined || !found.ok ? found : success(resultOf(uri, found.value));
  };
  const analyse = async (params: unknown, token: CancellationToken): Promise<AnalyzeFileResult | ResponseError> => {
    const fields = new Fields(params);
    const uri = fields.text('uri');
    const open = traces.get(uri);
    if (open !== undefined) return ofOpen(open);
    const outcome = await work.during(`Analysing ${nameOf(uri)}`, fields.token('workDoneToken'), token, (signal, onProgress) =>
      large.get(uri) === undefined ? files.analyse(uri, signal, onProgress) : ofShown(uri, signal, onProgress));
    if (outcome === undefined) return cancelled();
    return outcome.ok ? outcome.value : new ResponseError(LSPErrorCodes.RequestFailed, `${nameOf(uri)} ${outcome.reason}`);
  };
  connection.onRequest<AnalyzeFileResult, void>(analyzeFileMethod, async (params: unknown, token: CancellationToken) => {
    try {
      return await analyse(params, token);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      log.error(`${analyzeFileMethod} failed`, error);
      return new ResponseError(LSPErrorCodes.RequestFailed, 'the file could not be analysed; the output channel says why');
    }
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) if (type === FileChangeType.Deleted) files.forget(uri);
  });
}
