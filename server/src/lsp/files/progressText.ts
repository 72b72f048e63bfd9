import type { Progress } from '../../worker/jobs.js';

const mebibytes = (bytes: number): string => (bytes / (1 << 20)).toLocaleString('en-US', { maximumFractionDigits: 0 });

/** "120 of 1,431 MiB, 12 s left" */
export function progressText({ read, size, left }: Progress): string {
  if (size === undefined) return `${mebibytes(read)} MiB`;
  const text = `${mebibytes(read)} of ${mebibytes(size)} MiB`;
  return left === undefined ? text : `${text}, ${Math.max(1, Math.round(left)).toLocaleString('en-US')} s left`;
}

export const percentOf = ({ read, size }: Progress): number => (size === undefined || size === 0 ? 0 : Math.min(100, Math.floor((100 * read) / size)));
