/** function_graph: the columns of duration and function. */

const marks: readonly (readonly [bigint, string])[] = [[1_000_000_000n, '$'], [100_000_000n, '@'], [10_000_000n, '*'], [1_000_000n, '#'], [100_000n, '!'], [10_000n, '+']];
const NO_DURATION = ' '.repeat(13);

function durationText(nanoseconds: bigint): string {
  const mark = marks.find(([least]) => nanoseconds > least)?.[1] ?? ' ';
  const decimals = String(nanoseconds % 1000n).padStart(3, '0');
  return `${mark} ${`${nanoseconds / 1000n}.${decimals} us`.padEnd(10)} `;
}

const indented = (depth: number, text: string): string => `|  ${' '.repeat(2 * Math.max(0, Math.min(depth, 64)))}${text}`;

export const graphEntry = (name: string, depth: number): string => NO_DURATION + indented(depth, `${name}() {`);
export const graphLeaf = (name: string, depth: number, nanoseconds: bigint): string => durationText(nanoseconds) + indented(depth, `${name}();`);
export const graphExit = (depth: number, nanoseconds: bigint): string => durationText(nanoseconds) + indented(depth, '}');
