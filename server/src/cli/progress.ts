import type { ReadProgress } from '../io/readTrace.js';
import type { Host } from './host.js';

const interval = 100;
const mebibytes = (bytes: number): string => `${(bytes / (1 << 20)).toFixed(0)} MiB`;

/** The progress line of a terminal: bytes, and for a file the part and the time left. At most ten times a second. */
export function progressLine(host: Host, file: string): (progress: ReadProgress) => void {
  const { progress: show } = host;
  if (show === undefined) return () => undefined;
  const start = host.milliseconds();
  let last = start;
  return ({ read, size }) => {
    const now = host.milliseconds();
    if (now - last < interval) return;
    last = now;
    if (size === undefined || size === 0) {
      show(`${file}: ${mebibytes(read)}`);
      return;
    }
    const left = ((now - start) / 1000) * Math.max(0, size / Math.max(1, read) - 1);
    show(`${file}: ${Math.min(100, Math.floor((100 * read) / size))} % of ${mebibytes(size)}, ${left.toFixed(0)} s left`);
  };
}
