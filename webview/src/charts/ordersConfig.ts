import type { ChartConfiguration } from 'chart.js';
import type { ZoneCounts } from '../../../server/src/protocol/messages.js';
import { freeOf, greatest, reportedOf } from '../ranges.js';
import { count, nothing, rangeText } from '../text.js';
import { barRanges } from './barRanges.js';
import { barText } from './barText.js';
import { axisTitle, scaleColours, tooltipStyle } from './options.js';
import type { Theme } from './theme.js';

export type OrdersConfig = ChartConfiguration<'bar', (number | null)[], string>;

/** Fill of the reported bars; drawn by the page, because a pattern needs a canvas. */
export type Fill = (colour: string, background: string) => CanvasPattern | string;

/** Grouped bars of free against reported blocks for each order. A count that is only bounded has a bar up to its lower bound; an unknown one has none, and says so. */
export function ordersConfig(zone: ZoneCounts, selectedOrder: number, theme: Theme, fill: Fill, pick: (order: number) => void): OrdersConfig {
  const outline = theme.outline ?? undefined;
  const bars = { categoryPercentage: 0.8, barPercentage: 0.92, maxBarThickness: 48 };
  const scale = scaleColours(theme);
  const [free, reported] = [freeOf(zone), reportedOf(zone)];
  const ranges = [free, reported];
  return {
    type: 'bar',
    data: {
      labels: zone.nrFree.map((_, order) => String(order)),
      datasets: [
        { label: 'Free', data: free.map(({ low }) => low), backgroundColor: theme.free, borderColor: outline ?? theme.free, borderWidth: 1, ...bars },
        { label: 'Reported', data: reported.map(({ low }) => low), backgroundColor: fill(theme.reported, theme.surface), borderColor: outline ?? theme.reported, borderWidth: 1, ...bars },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      onClick: (_event, elements) => {
        const order = elements[0]?.index;
        if (order !== undefined) pick(order);
      },
      scales: {
        x: {
          ...scale,
          grid: { display: false },
          ticks: { ...scale.ticks, color: ({ index }) => index === selectedOrder ? theme.foreground : theme.muted, font: ({ index }) => ({ family: theme.fontFamily, size: theme.fontSize, weight: index === selectedOrder ? 'bold' : 'normal' }) },
          title: axisTitle(theme, 'order'),
        },
        y: { ...scale, beginAtZero: true, suggestedMax: Math.max(1, greatest([...free, ...reported])), grace: '12%', ticks: { ...scale.ticks, precision: 0, maxTicksLimit: 6 }, title: axisTitle(theme, 'blocks') },
      },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          callbacks: {
            title: ([item]) => item === undefined ? '' : `Order ${item.label}`,
            label: ({ datasetIndex, dataIndex }) => datasetIndex === 0 ? `Free: ${rangeText(free[dataIndex] ?? nothing)}` : `Reported: ${rangeText(reported[dataIndex] ?? nothing)}`,
            footer: ([item]) => item === undefined ? '' : `In flight: ${count(zone.inFlight[item.dataIndex])}`,
          },
        },
        barRanges: { ranges, colours: [theme.free, theme.reported] },
        barText: { ranges, colour: theme.foreground, mutedColour: theme.muted, family: theme.fontFamily, size: theme.fontSize },
      },
    },
    plugins: [barRanges, barText],
  };
}
