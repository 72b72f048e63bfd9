import type { LargeFinding, LargeFindingsResult, LargeIndexedParams, LargeReadParams } from '../../../server/src/protocol/large.js';

export const number = (value: number): string => value.toLocaleString('en-US');

const mebibytes = (bytes: number): string => `${(bytes / (1 << 20)).toLocaleString('en-US', { maximumFractionDigits: 1 })} MiB`;
const counted = (value: number, noun: string): string => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** "528,001 lines, 57.4 MiB" */
export function sizeText({ lines, read, bytes, complete }: LargeIndexedParams): string {
  if (complete) return `${counted(lines, 'line')}, ${mebibytes(bytes)}`;
  return `${counted(lines, 'line')} so far, ${bytes === 0 ? 100 : Math.floor((100 * read) / bytes)} % of ${mebibytes(bytes)}`;
}

/** How far the analysis is; '' where it has nothing to say of itself. */
export function readingText({ phase, read, bytes, left }: LargeReadParams): string {
  const share = bytes === 0 ? 0 : Math.min(100, Math.floor((100 * read) / bytes));
  switch (phase) {
    case 'waiting': return 'Waiting for other analyses…';
    case 'reading': return `Analyzing, ${share} %${left === null ? '' : `, ${counted(Math.max(1, Math.round(left)), 'second')} left`}`;
    case 'stopped': return `Analysis stopped at ${share} %`;
    case 'following': return 'Following';
    case 'read': case 'over': return '';
  }
}

export function findingsText({ result, whole }: Omit<LargeFindingsResult, 'findings'>): string {
  if (result === null) return '';
  const { errors, warnings, infos } = result;
  const parts = [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : '', infos > 0 ? `${number(infos)} information` : ''];
  const text = parts.filter(part => part !== '').join(', ') || 'no findings';
  return whole ? text : `${text} so far`;
}

/** `line`: 0-based. */
export const fullText = (line: number): string => `The memory for pages was full at line ${number(line + 1)}. Nothing is known of pages that come only then, nor of counts that they are a part of.`;

export const severityText = (severity: LargeFinding['severity']): string => ({ error: 'Error', warning: 'Warning', info: 'Information' })[severity];

/** A line number as people type it: `528,001`, `528001`, `528 001`; undefined where it is none. 0-based. */
export function lineOf(text: string): number | undefined {
  const digits = text.replace(/[\s,._']/g, '');
  return /^\d{1,12}$/.test(digits) ? Math.max(0, Number(digits) - 1) : undefined;
}
