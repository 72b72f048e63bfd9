import type { RuleInfo } from '../api.js';

const inIdOrder = (rules: readonly RuleInfo[]): RuleInfo[] => [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));

export const rulesJson = (rules: readonly RuleInfo[]): string => {
  const rows = inIdOrder(rules).map(({ id, severity, group, interfaces, visibleIn, summary }) =>
    JSON.stringify({ id, severity, group, interfaces, visibleIn, summary }));
  return `[${rows.map((row) => `\n${row}`).join(',')}\n]\n`;
};

export function* rulesText(rules: readonly RuleInfo[]): Generator<string> {
  const sorted = inIdOrder(rules);
  const width = Math.max(0, ...sorted.map(({ id }) => id.length));
  for (const { id, severity, group, summary } of sorted) {
    yield `${id.padEnd(width)}  ${severity.padEnd(7)}  ${group.padEnd(10)}  ${summary}\n`;
  }
}
