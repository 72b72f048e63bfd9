/** From scroll positions to lines and back. A page may be so high only; above that, a pixel of scrolling is several lines. */

/** Browsers give up somewhere between 16 and 33 million pixels. */
export const mostPixels = 8_000_000;

export interface Geometry {
  readonly lines: number;
  /** In pixels. */
  readonly rowHeight: number;
  readonly viewHeight: number;
}

export const contentHeight = ({ lines, rowHeight }: Geometry): number => Math.min(mostPixels, lines * rowHeight);

/** Whether a line is less than its height in the scroll bar's measure. */
export const isScaled = ({ lines, rowHeight }: Geometry): boolean => lines * rowHeight > mostPixels;

/** The line, with its fraction, that stands at the top when the last one stands at the bottom. */
export const lastTop = ({ lines, rowHeight, viewHeight }: Geometry): number => Math.max(0, lines - viewHeight / rowHeight);

export const clampTop = (top: number, geometry: Geometry): number => Math.max(0, Math.min(top, lastTop(geometry)));

const scrollRange = (geometry: Geometry): number => Math.max(0, contentHeight(geometry) - geometry.viewHeight);

export function topAt(scrollTop: number, geometry: Geometry): number {
  const range = scrollRange(geometry);
  return range === 0 ? 0 : clampTop((scrollTop / range) * lastTop(geometry), geometry);
}

export function scrollTopAt(top: number, geometry: Geometry): number {
  const last = lastTop(geometry);
  return last === 0 ? 0 : (clampTop(top, geometry) / last) * scrollRange(geometry);
}

/** The top that shows `line`: unchanged where it is in view, else with it in the middle (`centre`) or at the nearer edge. */
export function topToShow(line: number, top: number, geometry: Geometry, centre: boolean): number {
  const rows = geometry.viewHeight / geometry.rowHeight;
  if (line >= top && line + 1 <= top + rows) return top;
  if (centre) return clampTop(line - rows / 2 + 0.5, geometry);
  return clampTop(line < top ? line : line + 1 - rows, geometry);
}
