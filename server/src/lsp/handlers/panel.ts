import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { countsMethod, type CountsResult, ruleMethod, type RuleResult, seriesMethod, type SeriesResult } from '../../protocol/messages.js';
import type { Log } from '../log.js';
import type { OpenTrace } from '../openTrace.js';
import type { Runtime } from '../runtime.js';
import type { Traces } from '../traces.js';
import { answering } from './answer.js';
import { Fields, invalid } from './fields.js';

/** A chart is a few thousand pixels wide; more points only cost. */
const mostPoints = 20_000;

const between = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

function openTrace(traces: Traces, fields: Fields): OpenTrace {
  const uri = fields.text('uri');
  const open = traces.get(uri);
  if (open === undefined) throw invalid(`not open as an allocator trace: ${uri}`);
  return open;
}

function counts(traces: Traces, params: unknown): CountsResult {
  const fields = new Fields(params);
  const { trace, version } = openTrace(traces, fields);
  const line = between(fields.whole('line'), 0, trace.lineCount - 1);
  const { timeNs, zones } = trace.stateAt(line);
  return {
    version,
    line,
    lineCount: trace.lineCount,
    timeNs,
    interface: trace.summary().interface,
    zones: zones.map(({ zone, node, nrFree, reported, inFlight }) => ({ zone, node, nrFree, reported, inFlight })),
  };
}

/** Exact: the difference is taken in whole nanoseconds, of which a double holds 104 days. */
const offsetNs = (timeNs: string | null, first: bigint | undefined): number | null =>
  timeNs === null || first === undefined ? null : Number(BigInt(timeNs) - first);

function series(traces: Traces, params: unknown): SeriesResult {
  const fields = new Fields(params);
  const { trace, version } = openTrace(traces, fields);
  const { firstTimeNs, lastTimeNs } = trace.summary();
  const first = firstTimeNs === null ? undefined : BigInt(firstTimeNs);
  const rows = trace.series(fields.text('zone'), fields.whole('node'), fields.whole('order'), between(fields.whole('points'), 1, mostPoints));
  return {
    version,
    lines: rows.map(({ line }) => line),
    offsetsNs: rows.map(({ timeNs }) => offsetNs(timeNs, first)),
    firstTimeNs,
    lastOffsetNs: offsetNs(lastTimeNs, first),
    nrFree: rows.map(({ nrFree }) => nrFree),
    reported: rows.map(({ reported }) => reported),
    inFlight: rows.map(({ inFlight }) => inFlight),
  };
}

/** The requests of the chart panel and of a rule's link. */
export function registerPanel(connection: Connection, traces: Traces, log: Log, runtime: Runtime): void {
  const failed = new ResponseError(ErrorCodes.InternalError, 'the trace could not be analysed; the output channel says why');
  const on = (method: string, work: (params: unknown) => CountsResult | SeriesResult | RuleResult): void => {
    const handler = answering<unknown, CountsResult | SeriesResult | RuleResult | ResponseError>(log, method, failed, work);
    connection.onRequest<CountsResult | SeriesResult | RuleResult, void>(method, (params: unknown, token: CancellationToken) => handler(params, token));
  };
  on(countsMethod, (params) => counts(traces, params));
  on(seriesMethod, (params) => series(traces, params));
  on(ruleMethod, (params) => ({ markdown: runtime.explainRule(new Fields(params).text('id')) ?? null }));
}
