import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { type Finding, plainText } from '../../core/index.js';
import { isListed } from '../../io/readSettings.js';
import {
  closeLargeMethod, type LargeFinding, largeFindingsMethod, type LargeFindingsResult, openLargeMethod, type OpenLargeResult,
  readLinesMethod, type ReadLinesResult, searchMethod, type SearchResult,
} from '../../protocol/large.js';
import type { FileAnalyses } from '../files/fileAnalyses.js';
import { nameOf } from '../files/filePath.js';
import { percentOf, progressText } from '../files/progressText.js';
import type { LargeFile } from '../large/largeFile.js';
import type { LargeFiles } from '../large/largeFiles.js';
import type { Log } from '../log.js';
import type { Traces } from '../traces.js';
import { Fields, invalid } from './fields.js';
import { cancelled, ofOpen, signalOf } from './files.js';

/** A page asks for a few hundred. */
const mostLines = 5000;

type Answer = OpenLargeResult | ReadLinesResult | SearchResult | LargeFindingsResult;

const failed = (reason: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, reason);

const largeFindings = (findings: readonly Finding[]): LargeFinding[] => findings
  .map(({ line, column, endColumn, severity, rule, message }) => ({ line, column, endColumn, severity, rule, message: plainText(message) }))
  .sort((a, b) => a.line - b.line);

/** The requests of the viewer of large files. */
export function registerLarge(connection: Connection, traces: Traces, files: FileAnalyses, large: LargeFiles, log: Log): void {
  const on = (method: string, work: (fields: Fields, token: CancellationToken) => Promise<Answer>): void => {
    connection.onRequest<Answer, void>(method, async (params: unknown, token: CancellationToken) => {
      if (token.isCancellationRequested) return cancelled();
      try {
        return await work(new Fields(params), token);
      } catch (error) {
        if (error instanceof ResponseError) return error;
        log.error(`${method} failed`, error);
        return failed('the file could not be read; the output channel says why');
      }
    });
  };
  const fileOf = (fields: Fields): LargeFile => {
    const uri = fields.text('uri');
    const file = large.get(uri);
    if (file === undefined) throw invalid(`not open in the viewer: ${uri}`);
    return file;
  };

  on(openLargeMethod, async (fields) => {
    const uri = fields.text('uri');
    const opened = await large.show(uri);
    if (!opened.ok) throw failed(`${nameOf(uri)} ${opened.reason}`);
    return { bytes: opened.value.bytes };
  });
  connection.onNotification(closeLargeMethod, (params: unknown) => large.close(new Fields(params).text('uri')));
  on(readLinesMethod, (fields) => {
    const from = Math.max(0, fields.whole('from'));
    return fileOf(fields).lines(from, Math.max(0, Math.min(fields.whole('count'), mostLines)));
  });
  on(searchMethod, async (fields, token) => {
    const reporter = connection.window.attachWorkDoneProgress(fields.token('workDoneToken'));
    reporter.begin('Searching', 0, undefined, true);
    try {
      const wanted = {
        text: fields.text('text'), matchCase: fields.flag('matchCase'), backwards: fields.flag('backwards'),
        line: Math.max(0, fields.whole('line')), after: fields.wholeOrNull('after'),
      };
      const outcome = await fileOf(fields).search(wanted, {
        signal: signalOf(token), onProgress: (progress) => { reporter.report(percentOf(progress), progressText(progress)); },
      });
      if (outcome === undefined) throw cancelled();
      if (!outcome.ok) throw failed(outcome.reason);
      return { place: outcome.value };
    } finally {
      reporter.done();
    }
  });
  on(largeFindingsMethod, async (fields) => {
    const uri = fields.text('uri');
    const open = traces.get(uri);
    if (open !== undefined) {
      const result = await ofOpen(open);
      return { result, findings: largeFindings(open.trace.findings().filter((finding) => isListed(finding, open.settings))) };
    }
    const last = files.last(uri);
    return { result: last?.result ?? null, findings: largeFindings(last?.found.findings ?? []) };
  });
}
