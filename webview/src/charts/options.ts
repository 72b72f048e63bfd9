import type { TooltipOptions } from 'chart.js';
import type { Theme } from './theme.js';

export function font({ fontFamily, fontSize }: Theme): { readonly family: string; readonly size: number } {
  return { family: fontFamily, size: fontSize };
}

export function scaleColours(theme: Theme): { readonly ticks: object; readonly grid: object; readonly border: object } {
  return {
    ticks: { color: theme.muted, font: font(theme), maxRotation: 0 },
    grid: { color: theme.grid, tickLength: 4 },
    border: { color: theme.outline ?? theme.grid },
  };
}

export function axisTitle(theme: Theme, text: string): { readonly display: true; readonly text: string; readonly color: string; readonly font: object } {
  return { display: true, text, color: theme.muted, font: font(theme) };
}

type TooltipStyle = Pick<TooltipOptions, 'backgroundColor' | 'titleColor' | 'bodyColor' | 'footerColor' | 'borderColor' | 'borderWidth' | 'cornerRadius' | 'caretSize' | 'boxPadding' | 'multiKeyBackground'> & { readonly titleFont: object; readonly bodyFont: object; readonly footerFont: object };

export function tooltipStyle(theme: Theme): TooltipStyle {
  return {
    backgroundColor: theme.tooltipBackground,
    titleColor: theme.tooltipForeground,
    bodyColor: theme.tooltipForeground,
    footerColor: theme.tooltipForeground,
    borderColor: theme.tooltipBorder,
    borderWidth: 1,
    cornerRadius: 3,
    caretSize: 0,
    boxPadding: 4,
    multiKeyBackground: theme.tooltipBackground,
    titleFont: { ...font(theme), weight: 'bold' },
    bodyFont: font(theme),
    footerFont: { ...font(theme), weight: 'normal', style: 'italic' },
  };
}
