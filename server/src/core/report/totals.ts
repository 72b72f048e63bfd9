import type { FileAnalysis, Severity } from '../api.js';
import { plainText, plural } from './plainText.js';
import { countByRule, countBySeverity, severities } from './tally.js';

/** What the summary of several files needs of one. */
export interface FileTotals {
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  readonly unrecognisedLines: number;
  readonly lostEvents: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byRule: Readonly<Record<string, number>>;
}

export function totalsOf({ summary: { bytes, lines, events, unrecognisedLines, lostEvents }, findings }: FileAnalysis): FileTotals {
  return { bytes, lines, events, unrecognisedLines, lostEvents, bySeverity: countBySeverity(findings), byRule: countByRule(findings) };
}

/** A file of which there is no analysis, or only of a part, and why. */
export interface FailedFile { readonly file: string; readonly reason: string }

/** The files of one run, added up. */
export class Totals {
  private files = 0;
  private bytes = 0;
  private lines = 0;
  private events = 0;
  private unrecognisedLines = 0;
  private lostEvents = 0;
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  private readonly rules = new Map<string, { findings: number; files: number }>();

  add(file: FileTotals): void {
    this.files++;
    this.bytes += file.bytes;
    this.lines += file.lines;
    this.events += file.events;
    this.unrecognisedLines += file.unrecognisedLines;
    this.lostEvents += file.lostEvents;
    for (const severity of severities) this.counts[severity] += file.bySeverity[severity];
    for (const [rule, findings] of Object.entries(file.byRule)) {
      const known = this.rules.get(rule);
      if (known === undefined) this.rules.set(rule, { findings, files: 1 });
      else {
        known.findings += findings;
        known.files++;
      }
    }
  }

  private sortedRules(): [string, { findings: number; files: number }][] {
    return [...this.rules].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  json(failed: readonly FailedFile[]): string {
    const rules = this.sortedRules();
    const { files, bytes, lines, events, unrecognisedLines, lostEvents, counts } = this;
    return JSON.stringify({
      files, bytes, lines, events, unrecognisedLines, lostEvents, findings: counts,
      findingCounts: Object.fromEntries(rules.map(([rule, { findings }]) => [rule, findings])),
      filesWithRule: Object.fromEntries(rules.map(([rule, count]) => [rule, count.files])),
      failed,
    });
  }

  *text(failed: readonly FailedFile[]): Generator<string> {
    const { error, warning, info } = this.counts;
    yield `${plural(this.files, 'file')}: ${plural(this.lines, 'line')}, ${plural(this.events, 'event')}; `
      + `${plural(error, 'error')}, ${plural(warning, 'warning')}, ${info.toLocaleString('en-US')} informational\n`;
    const rules = this.sortedRules();
    const width = Math.max(0, ...rules.map(([rule]) => rule.length));
    for (const [rule, { findings, files }] of rules) yield `  ${rule.padEnd(width)}  ${plural(findings, 'finding')} in ${plural(files, 'file')}\n`;
    for (const { file, reason } of failed) yield `  not analysed, or only in part: ${plainText(file)}: ${plainText(reason)}\n`;
  }
}
