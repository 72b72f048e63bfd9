import type { ChartConfiguration, ChartDataset } from 'chart.js';
import type { CountsResult, SeriesResult } from '../../../server/src/protocol/messages.js';
import type { Along } from '../model.js';
import { freeRows, greatest, isBounded, reportedRows } from '../ranges.js';
import { timeOf } from '../series.js';
import { count, lineNumber, nothing, rangeText, time } from '../text.js';
import { bands } from './bands.js';
import { cursorLine } from './cursorLine.js';
import { axisTitle, scaleColours, tooltipStyle } from './options.js';
import { pointsOf, xAxisOf } from './seriesPoints.js';
import type { Point } from './seriesPoints.js';
import type { Theme } from './theme.js';

export type SeriesConfig = ChartConfiguration<'line', Point[]>;

const freeDash: number[] = [];
const reportedDash = [6, 3];

/** Up to this many changes each is drawn as a dot, too. */
const dotsUpTo = 60;

/** Steps over the whole trace for one order, with a mark at the cursor. */
export function seriesConfig(series: SeriesResult, { line, lineCount, timeNs }: CountsResult, along: Along, theme: Theme, goTo: (line: number) => void): SeriesConfig {
  const axis = xAxisOf(series, lineCount, along);
  const scale = scaleColours(theme);
  const rows = series.lines.length;
  // The point behind the last row only carries the line to the end; it is no change.
  const pointRadius = ({ dataIndex }: { readonly dataIndex: number }): number => rows <= dotsUpTo && dataIndex < rows ? 2 : 0;
  const dataset = (label: string, values: readonly (number | null)[], colour: string, width: number, dash: number[]): ChartDataset<'line', Point[]> => ({
    label, data: pointsOf(values, axis), stepped: true, spanGaps: false,
    borderColor: colour, backgroundColor: colour, borderWidth: width, borderDash: dash,
    pointRadius, pointHoverRadius: 4, pointHitRadius: 6,
  });
  const [free, reported] = [freeRows(series), reportedRows(series)];
  const lineAt = (row: number | undefined): number | undefined => row === undefined ? undefined : series.lines[Math.min(row, rows - 1)];
  return {
    type: 'line',
    data: {
      datasets: [
        // Where every free block is reported, the dashes are over the line.
        { ...dataset('Free', series.nrFree, theme.free, 2, freeDash), order: 1 },
        dataset('Reported', series.reported, theme.reported, 2, reportedDash),
        dataset('In flight', series.inFlight, theme.inFlight, 1.5, [2, 2]),
      ],
    },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false, axis: 'x' },
      layout: { padding: { top: 8 } },
      onClick: (_event, elements) => {
        const at = lineAt(elements[0]?.index);
        if (at !== undefined) goTo(at);
      },
      scales: {
        x: { type: 'linear', ...scale, min: axis.title === 'line' ? 1 : 0, max: axis.end, ticks: { ...scale.ticks, maxTicksLimit: 8 }, title: axisTitle(theme, axis.title) },
        y: { ...scale, beginAtZero: true, suggestedMax: Math.max(1, greatest([...free, ...reported])), grace: '8%', ticks: { ...scale.ticks, precision: 0, maxTicksLimit: 6 }, title: axisTitle(theme, 'blocks') },
      },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          callbacks: {
            title: ([item]) => {
              const at = lineAt(item?.dataIndex);
              const ns = item === undefined ? null : timeOf(series, Math.min(item.dataIndex, rows - 1));
              return at === undefined ? '' : `Line ${lineNumber(at)}${ns === null ? '' : ` · ${time(ns)}`}`;
            },
            label: ({ dataset: { label }, parsed }) => `${label ?? ''}: ${count(parsed.y === null || Number.isNaN(parsed.y) ? null : parsed.y)}`,
            afterBody: ([item]) => {
              const row = Math.min(item?.dataIndex ?? 0, rows - 1);
              const bounded = [{ name: 'Free', range: free[row] ?? nothing }, { name: 'Reported', range: reported[row] ?? nothing }].filter(({ range }) => isBounded(range));
              return bounded.map(({ name, range }) => `${name}: ${rangeText(range)}`);
            },
            footer: () => 'Click to go to the line',
          },
        },
        bands: {
          bands: [{ ranges: free, colour: theme.free, width: 2, dash: freeDash }, { ranges: reported, colour: theme.reported, width: 2, dash: reportedDash }],
          xs: axis.xs, end: axis.end,
        },
        cursorLine: { x: axis.xOf(line, timeNs) ?? null, colour: theme.cursor },
      },
    },
    plugins: [bands, cursorLine],
  };
}
