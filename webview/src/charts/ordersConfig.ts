import type { ChartConfiguration } from 'chart.js';
import type { ZoneCounts } from '../../../server/src/protocol/messages.js';
import { count } from '../text.js';
import { barText } from './barText.js';
import { axisTitle, scaleColours, tooltipStyle } from './options.js';
import type { Theme } from './theme.js';

export type OrdersConfig = ChartConfiguration<'bar', (number | null)[], string>;

/** Fill of the reported bars; drawn by the page, because a pattern needs a canvas. */
export type Fill = (colour: string, background: string) => CanvasPattern | string;

/** Grouped bars of free against reported blocks for each order. An unknown count has no bar, and says so. */
export function ordersConfig(zone: ZoneCounts, selectedOrder: number, theme: Theme, fill: Fill, pick: (order: number) => void): OrdersConfig {
  const outline = theme.outline ?? undefined;
  const bars = { categoryPercentage: 0.8, barPercentage: 0.92, maxBarThickness: 48 };
  const scale = scaleColours(theme);
  return {
    type: 'bar',
    data: {
      labels: zone.nrFree.map((_, order) => String(order)),
      datasets: [
        { label: 'Free', data: [...zone.nrFree], backgroundColor: theme.free, borderColor: outline ?? theme.free, borderWidth: 1, ...bars },
        { label: 'Reported', data: zone.nrFree.map((_, order) => zone.reported[order] ?? null), backgroundColor: fill(theme.reported, theme.surface), borderColor: outline ?? theme.reported, borderWidth: 1, ...bars },
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
        y: { ...scale, beginAtZero: true, suggestedMax: 1, grace: '12%', ticks: { ...scale.ticks, precision: 0, maxTicksLimit: 6 }, title: axisTitle(theme, 'blocks') },
      },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          callbacks: {
            title: ([item]) => item === undefined ? '' : `Order ${item.label}`,
            label: ({ datasetIndex, dataIndex }) => datasetIndex === 0 ? `Free: ${count(zone.nrFree[dataIndex])}` : `Reported: ${count(zone.reported[dataIndex])}`,
            footer: ([item]) => item === undefined ? '' : `In flight: ${count(zone.inFlight[item.dataIndex])}`,
          },
        },
        barText: { colour: theme.foreground, mutedColour: theme.muted, family: theme.fontFamily, size: theme.fontSize },
      },
    },
    plugins: [barText],
  };
}
