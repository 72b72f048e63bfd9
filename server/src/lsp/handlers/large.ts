import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { type Finding, plainText } from '../../core/index.js';
import { readFailure } from '../../io/failures.js';
import { isListed } from '../../io/readSettings.js';
import {
  closeLargeMethod, findingsTableMethod, type FindingsTableResult, followLargeMethod, type LargeFinding, largeFindingsMethod, type LargeFindingsResult, largeHoverMethod, type LargeHoverResult, openLargeMethod,
  type OpenLargeResult, readLargeMethod, readLinesMethod, type ReadLinesResult, searchMethod, type SearchResult,
} from '../../protocol/large.js';
import { isTableFilter } from '../../protocol/largeGuards.js';
import { type FileAnalyses, resultOf } from '../files/fileAnalyses.js';
import { nameOf } from '../files/filePath.js';
import type { LongWork } from '../files/longWork.js';
import type { LargeFiles, Shown } from '../large/largeFiles.js';
import type { Log } from '../log.js';
import type { Traces } from '../traces.js';
import { Fields, invalid } from './fields.js';
import { cancelled, ofOpen } from './files.js';

/** A page asks for a few hundred. */
const mostLines = 5000;
const mostRows = 1000;

type Answer = OpenLargeResult | ReadLinesResult | SearchResult | LargeFindingsResult | LargeHoverResult | FindingsTableResult;

const failed = (reason: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, reason);

const largeFindings = (findings: readonly Finding[]): LargeFinding[] => findings
  .map(({ line, column, endColumn, severity, rule, message }) => ({ line, column, endColumn, severity, rule, message: plainText(message) }))
  .sort((a, b) => a.line - b.line);

/** The requests of the viewer of large files. */
export function registerLarge(connection: Connection, traces: Traces, files: FileAnalyses, large: LargeFiles, work: LongWork, log: Log): void {
  const on = (method: string, answer: (fields: Fields, token: CancellationToken) => Promise<Answer>): void => {
    connection.onRequest<Answer, void>(method, async (params: unknown, token: CancellationToken) => {
      if (token.isCancellationRequested) return cancelled();
      try {
        return await answer(new Fields(params), token);
      } catch (error) {
        if (error instanceof ResponseError) return error;
        if (error instanceof Error && 'syscall' in error) return failed(`${nameOf(new Fields(params).text('uri'))} ${readFailure(error)}`);
        log.error(`${method} failed`, error);
        return failed('the file could not be read; the output channel says why');
      }
    });
  };
  const shown = (fields: Fields): Shown => {
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
  connection.onNotification(readLargeMethod, (params: unknown) => {
    const fields = new Fields(params);
    large.get(fields.text('uri'))?.reading.read(fields.flag('on'));
  });
  connection.onNotification(followLargeMethod, (params: unknown) => {
    const fields = new Fields(params);
    large.get(fields.text('uri'))?.reading.follow(fields.flag('on'));
  });
  on(largeHoverMethod, async (fields) => {
    const answer = await shown(fields).reading.ask({ about: 'hover', line: Math.max(0, fields.whole('line')), column: Math.max(0, fields.whole('column')) });
    if (!answer.ok) throw failed(`${nameOf(fields.text('uri'))} ${answer.reason}`);
    return { hover: answer.value === 'nothing' ? null : answer.value };
  });
  on(findingsTableMethod, async (fields) => {
    const filter = fields.of('filter', isTableFilter);
    const query = { ...filter, first: Math.max(0, fields.whole('first')), count: Math.max(0, Math.min(fields.whole('count'), mostRows)) };
    const answer = await shown(fields).reading.ask({ about: 'findings', query });
    if (!answer.ok) throw failed(`${nameOf(fields.text('uri'))} ${answer.reason}`);
    return { ...answer.value, rows: answer.value.rows.map((row) => ({ ...row, message: plainText(row.message) })) };
  });
  on(readLinesMethod, (fields) => {
    const from = Math.max(0, fields.whole('from'));
    return shown(fields).file.lines(from, Math.max(0, Math.min(fields.whole('count'), mostLines)));
  });
  on(searchMethod, async (fields, token) => {
    const wanted = {
      text: fields.text('text'), matchCase: fields.flag('matchCase'), backwards: fields.flag('backwards'),
      line: Math.max(0, fields.whole('line')), after: fields.wholeOrNull('after'),
    };
    const { file } = shown(fields);
    const outcome = await work.during('Searching', fields.token('workDoneToken'), token, (signal, onProgress) => file.search(wanted, { signal, onProgress }));
    if (outcome === undefined) throw cancelled();
    if (!outcome.ok) throw failed(outcome.reason);
    return { place: outcome.value };
  });
  on(largeFindingsMethod, async (fields) => {
    const uri = fields.text('uri');
    // Of the file itself where it is being read, for those are its lines.
    const found = large.get(uri)?.reading.found;
    if (found !== undefined) return { result: resultOf(uri, found), whole: found.whole, findings: largeFindings(found.findings) };
    const open = traces.get(uri);
    if (open !== undefined) {
      const result = await ofOpen(open);
      return { result, whole: true, findings: largeFindings(open.trace.findings().filter((finding) => isListed(finding, open.settings))) };
    }
    const last = files.last(uri);
    return { result: last?.result ?? null, whole: true, findings: largeFindings(last?.found.findings ?? []) };
  });
}
