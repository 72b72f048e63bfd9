import type { AnalysisOptions, Finding, RuleInfo, Severity, TextEdit, TraceDocument, TraceSummary } from '../../../server/src/core/index.js';

/** A line that contains one of these words is a finding of the rule `fake-<word>` at that word. */
const words: Readonly<Record<string, Severity>> = { error: 'error', warning: 'warning', info: 'info' };

export const fakeRules: readonly RuleInfo[] = Object.entries(words).map(([word, severity]) => ({
  id: `fake-${word}`, severity, group: 'input', interfaces: [], visibleIn: ['F'], summary: `the line contains ${word}`,
}));

/** An engine whose answers can be read off the text: the server is tested here, not the core. */
export class FakeTrace implements TraceDocument {
  private lines: string[];
  analyses = 0;

  constructor(text: string, private options: AnalysisOptions) {
    this.lines = text.split('\n');
  }

  get lineCount(): number {
    return this.lines.length;
  }

  get text(): string {
    return this.lines.join('\n');
  }

  lineText(line: number): string {
    return this.lines[line];
  }

  edit(edits: readonly TextEdit[]): void {
    for (const { startLine, startColumn, endLine, endColumn, text } of edits) {
      const before = this.lines[startLine].slice(0, startColumn);
      const after = this.lines[endLine].slice(endColumn);
      this.lines.splice(startLine, endLine - startLine + 1, ...(before + text + after).split('\n'));
    }
  }

  setOptions(options: AnalysisOptions): void {
    this.options = options;
  }

  findings(): readonly Finding[] {
    this.analyses++;
    if (this.text.includes('explode')) throw new Error('the engine fell over');
    return this.lines.flatMap((text, line) => Object.keys(words).flatMap((word) => this.findingAt(text, line, word)));
  }

  summary(): TraceSummary {
    return {
      bytes: this.text.length, lines: this.lineCount, events: this.lineCount, unrecognisedLines: 0, lostEvents: 0, pagesNotKept: null,
      interface: this.options.interface ?? null, firstTimeNs: '9007199254740993000', lastTimeNs: '9007199254740994001', clock: 'time', zones: [],
    };
  }

  stateAt(line: number): ReturnType<TraceDocument['stateAt']> {
    const zone = { zone: 'Normal', node: 0, startPfn: 0, endPfn: 1, nrFree: [line, null], reported: [0, 1], inFlight: [0, 0], requested: true, active: null, lists: [] };
    return { line, timeNs: '9007199254740993001', zones: [zone], locks: [], cpus: [] };
  }

  series(zone: string, node: number, order: number, points: number): ReturnType<TraceDocument['series']> {
    const times = ['9007199254740993000', '9007199254740993001', null];
    return times.slice(0, points).map((timeNs, line) => ({ line, timeNs, zone, node, order, nrFree: line, reported: null, inFlight: 0 }));
  }

  hover(line: number, column: number): ReturnType<TraceDocument['hover']> {
    return { column, endColumn: column + 1, markdown: `hover: ${this.lines[line]}` };
  }

  /** One on a line that begins with #. */
  completions(line: number, column: number): ReturnType<TraceDocument['completions']> {
    return this.lines[line].startsWith('#') ? [{ label: 'event', kind: 'keyword', detail: 'declares', insertText: 'event ', column: 2, endColumn: column }] : [];
  }

  symbols(): ReturnType<TraceDocument['symbols']> {
    const child = { name: '', detail: 'section\u202e', kind: 'section' as const, startLine: 0, endLine: 0, children: [] };
    return [{ name: 'cycle 1', detail: '', kind: 'cycle', startLine: 0, endLine: this.lineCount - 1, children: [child] }];
  }

  folds(): ReturnType<TraceDocument['folds']> {
    return [{ startLine: 0, endLine: this.lineCount - 1 }, { startLine: 1, endLine: 2 }];
  }

  private findingAt(text: string, line: number, word: string): Finding[] {
    const column = text.indexOf(word);
    const rule = `fake-${word}`;
    const severity = this.options.rules?.[rule] ?? words[word];
    if (column < 0 || severity === 'off') return [];
    return [{
      rule, severity, line, column, endColumn: column + word.length, message: `found in: ${text}`, evidence: ['event'],
      related: line === 0 ? [] : [{ line: line - 1, message: 'the line before' }], count: 1, lastLine: line,
    }];
  }
}
