import type { FileAnalysis, Finding, ZoneSummary } from '../api.js';
import { boundsObject } from './boundsText.js';
import { nameOf, type Part } from './parts.js';
import { countByRule } from './tally.js';

export const analysisSchema = 'buddyscope-analysis/1';

/** Keys and units are a contract with scripts: lines and columns 1-based, counts in blocks, times as decimal strings. */
const findingObject = (finding: Finding, parts: readonly Part[] | undefined): object => {
  const fileOf = (part: number | undefined, key = 'file'): object => (parts === undefined ? {} : { [key]: nameOf(parts, part, '') });
  return {
    rule: finding.rule,
    severity: finding.severity,
    ...fileOf(finding.part),
    line: finding.line + 1,
    column: finding.column + 1,
    endColumn: finding.endColumn + 1,
    message: finding.message,
    evidence: finding.evidence,
    count: finding.count,
    ...fileOf(finding.lastPart, 'lastFile'),
    lastLine: finding.lastLine + 1,
    related: finding.related.map(({ line, message, part }) => ({ ...fileOf(part), line: line + 1, message })),
  };
};

const zoneObject = (zone: ZoneSummary): object => ({
  zone: zone.zone,
  node: zone.node,
  startPfn: zone.startPfn,
  endPfn: zone.endPfn,
  nrFree: zone.nrFree,
  reported: zone.reported,
  inFlight: zone.inFlight,
  ...boundsObject(zone),
});

/**
 * One entry of `files`, in pieces of one finding a line, so that a long list is neither one string nor one line.
 * `damage`: why only a part of the file could be read.
 */
export function* analysisJson(file: string, analysis: FileAnalysis, maxFindings: number, damage?: string): Generator<string> {
  const { summary, findings, parts } = analysis;
  const head = JSON.stringify({
    file,
    ...(parts === undefined ? {} : { parts: parts.map(({ name, ...part }) => ({ file: name, ...part })) }),
    bytes: summary.bytes,
    lines: summary.lines,
    events: summary.events,
    unrecognisedLines: summary.unrecognisedLines,
    lostEvents: summary.lostEvents,
    pagesNotKept: summary.pagesNotKept === null ? null : { ...(parts === undefined ? {} : { file: nameOf(parts, summary.pagesNotKept.part, '') }), line: summary.pagesNotKept.line + 1 },
    interface: summary.interface,
    clock: summary.clock,
    firstTimeNs: summary.firstTimeNs,
    lastTimeNs: summary.lastTimeNs,
    damage: damage ?? null,
    zones: summary.zones.map(zoneObject),
  });
  yield `${head.slice(0, -1)},"findings":[`;
  const listed = Math.min(findings.length, maxFindings);
  for (let i = 0; i < listed; i++) yield `${i === 0 ? '' : ','}\n${JSON.stringify(findingObject(findings[i], parts))}`;
  const tail = JSON.stringify({ findingsOmitted: findings.length - listed, findingCounts: countByRule(findings) });
  yield `],\n${tail.slice(1)}`;
}
