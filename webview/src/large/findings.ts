import type { LargeFinding } from '../../../server/src/protocol/large.js';

const rank = { error: 0, warning: 1, info: 2 };

/** Findings by line. */
export class Findings {
  private readonly byLine = new Map<number, LargeFinding[]>();
  /** Lines that have any, in order. */
  readonly lines: readonly number[];

  constructor(findings: readonly LargeFinding[]) {
    for (const finding of findings) {
      const at = this.byLine.get(finding.line);
      if (at === undefined) this.byLine.set(finding.line, [finding]);
      else at.push(finding);
    }
    this.lines = [...this.byLine.keys()].sort((a, b) => a - b);
  }

  at(line: number): readonly LargeFinding[] {
    return this.byLine.get(line) ?? [];
  }

  /** The worst of a line. */
  severityAt(line: number): LargeFinding['severity'] | undefined {
    return [...this.at(line)].sort((a, b) => rank[a.severity] - rank[b.severity])[0]?.severity;
  }

  /** The nearest line with a finding, around the end. */
  beside(line: number, direction: 'next' | 'previous'): number | undefined {
    if (direction === 'next') return this.lines.find(candidate => candidate > line) ?? this.lines[0];
    return this.lines.findLast(candidate => candidate < line) ?? this.lines.at(-1);
  }
}
