const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/** What is told of a list of times. */
export function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99), most: sorted.at(-1) };
}
