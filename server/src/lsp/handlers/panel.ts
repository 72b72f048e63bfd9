import { type CancellationToken, type Connection, ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { eventsMissingText, type NotReported, type SeriesRow, type StateView, type TraceSummary } from '../../core/index.js';
import { type Bounds, countsMethod, type CountsResult, ruleMethod, type RuleResult, seriesMethod, type SeriesResult } from '../../protocol/messages.js';
import { type NotReportedAnswer, notReportedMethod, type NotReportedResult } from '../../protocol/notReported.js';
import { nameOf } from '../files/filePath.js';
import type { LargeFiles } from '../large/largeFiles.js';
import type { Reading } from '../large/reading.js';
import type { Log } from '../log.js';
import type { Runtime } from '../runtime.js';
import type { Traces } from '../traces.js';
import { answering } from './answer.js';
import { Fields, invalid } from './fields.js';

/** A chart is a few thousand pixels wide; more points only cost. */
const mostPoints = 20_000;

const between = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/** What the panel shows of a trace, be it a document or a file that a viewer shows. */
interface Charted {
  readonly version: number;
  readonly lineCount: number;
  readonly summary: Pick<TraceSummary, 'interface' | 'firstTimeNs' | 'lastTimeNs'>;
  stateAt(line: number): Promise<StateView>;
  series(zone: string, node: number, order: number, points: number): Promise<readonly SeriesRow[]>;
}

function charted(traces: Traces, large: LargeFiles, fields: Fields): Charted {
  const uri = fields.text('uri');
  const open = traces.get(uri);
  if (open !== undefined) {
    const { trace, version } = open;
    return {
      version, lineCount: trace.lineCount, summary: trace.summary(),
      stateAt: (line) => Promise.resolve(trace.stateAt(line)),
      series: (zone, node, order, points) => Promise.resolve(trace.series(zone, node, order, points)),
    };
  }
  const shown = large.get(uri);
  if (shown === undefined) throw invalid(`not open as an allocator trace: ${uri}`);
  return ofFile(uri, shown.reading, shown.file.indexState.lines);
}

const unknownYet = { interface: null, firstTimeNs: null, lastTimeNs: null };

function ofFile(uri: string, reading: Reading, lineCount: number): Charted {
  const failed = (reason: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, `${nameOf(uri)} ${reason}`);
  return {
    version: 0, lineCount, summary: reading.found?.summary ?? unknownYet,
    async stateAt(line) {
      const answer = await reading.ask({ about: 'state', line });
      if (!answer.ok) throw failed(answer.reason);
      return answer.value;
    },
    async series(zone, node, order, points) {
      const answer = await reading.ask({ about: 'series', zone, node, order, points });
      if (!answer.ok) throw failed(answer.reason);
      return answer.value;
    },
  };
}

async function counts(trace: Charted, wanted: number): Promise<CountsResult> {
  const line = between(wanted, 0, trace.lineCount - 1);
  const { timeNs, zones, eventsMissing, eventsLostAt } = await trace.stateAt(line);
  return {
    version: trace.version,
    line,
    lineCount: trace.lineCount,
    timeNs,
    interface: trace.summary.interface,
    zones: zones.map(({ zone, node, nrFree, reported, inFlight, bounds }) => ({ zone, node, nrFree, reported, inFlight, ...(bounds === undefined ? {} : { bounds }) })),
    missing: eventsMissing === undefined ? null : eventsMissing.map(eventsMissingText).join(' '),
    lostAt: eventsLostAt ?? null,
  };
}

async function notReported(trace: Charted, wanted: number): Promise<NotReportedResult> {
  const line = between(wanted, 0, trace.lineCount - 1);
  const { notReported: answer } = await trace.stateAt(line);
  return { version: trace.version, line, answer: answer === undefined ? null : answerOf(answer) };
}

function answerOf({ smallestOrder, worker, workerLines, block, zones, missing }: NotReported): NotReportedAnswer {
  return {
    smallestOrder, worker, workerLines, missing,
    block: block === null ? null : { ...block, pfn: `0x${block.pfn.toString(16)}` },
    zones: zones.map(({ zone, node, orders }) => ({
      zone, node, orders: orders.map(({ order, groups }) => ({ order, groups: groups.map(({ reason, atLeast, atMost, text, lines }) => ({ reason, atLeast, atMost, text, lines })) })),
    })),
  };
}

/** Exact: the difference is taken in whole nanoseconds, of which a double holds 104 days. */
const offsetNs = (timeNs: string | null, first: bigint | undefined): number | null =>
  timeNs === null || first === undefined ? null : Number(BigInt(timeNs) - first);

async function series(trace: Charted, fields: Fields): Promise<SeriesResult> {
  const { firstTimeNs, lastTimeNs } = trace.summary;
  const first = firstTimeNs === null ? undefined : BigInt(firstTimeNs);
  const rows = await trace.series(fields.text('zone'), fields.whole('node'), fields.whole('order'), between(fields.whole('points'), 1, mostPoints));
  return {
    version: trace.version,
    lines: rows.map(({ line }) => line),
    offsetsNs: rows.map(({ timeNs }) => offsetNs(timeNs, first)),
    firstTimeNs,
    lastOffsetNs: offsetNs(lastTimeNs, first),
    nrFree: rows.map(({ nrFree }) => nrFree),
    reported: rows.map(({ reported }) => reported),
    inFlight: rows.map(({ inFlight }) => inFlight),
    ...(rows.some(({ bounds }) => bounds !== undefined) ? { bounds: boundsOf(rows) } : {}),
  };
}

/** As columns; the count is its own bound where a row has none. */
const boundsOf = (rows: readonly SeriesRow[]): Bounds => ({
  nrFreeAtLeast: rows.map(({ nrFree, bounds }) => bounds === undefined ? nrFree : bounds.nrFreeAtLeast),
  nrFreeAtMost: rows.map(({ nrFree, bounds }) => bounds === undefined ? nrFree : bounds.nrFreeAtMost),
  reportedAtLeast: rows.map(({ reported, bounds }) => bounds === undefined ? reported : bounds.reportedAtLeast),
  reportedAtMost: rows.map(({ reported, bounds }) => bounds === undefined ? reported : bounds.reportedAtMost),
});

/** The requests of the chart panel and of a rule's link. */
export function registerPanel(connection: Connection, traces: Traces, large: LargeFiles, log: Log, runtime: Runtime): void {
  const failed = new ResponseError(ErrorCodes.InternalError, 'the trace could not be analysed; the output channel says why');
  type Answer = CountsResult | SeriesResult | NotReportedResult | RuleResult;
  const on = (method: string, work: (fields: Fields) => Answer | Promise<Answer>): void => {
    const handler = answering<unknown, Promise<Answer | ResponseError>>(log, method, Promise.resolve(failed), async (params) => {
      try {
        return await work(new Fields(params));
      } catch (error) {
        if (error instanceof ResponseError) return error;
        log.error(`${method} failed`, error);
        return failed;
      }
    });
    connection.onRequest<Answer, void>(method, (params: unknown, token: CancellationToken) => handler(params, token));
  };
  on(countsMethod, (fields) => counts(charted(traces, large, fields), fields.whole('line')));
  on(notReportedMethod, (fields) => notReported(charted(traces, large, fields), fields.whole('line')));
  on(seriesMethod, (fields) => series(charted(traces, large, fields), fields));
  on(ruleMethod, (fields) => ({ markdown: runtime.explainRule(fields.text('id')) ?? null }));
}
