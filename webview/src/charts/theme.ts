/** The editor's colours as a chart needs them: plain values, because a canvas does not know style variables. */
export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly free: string;
  readonly reported: string;
  readonly inFlight: string;
  readonly cursor: string;
  /** Outline of every bar in high contrast; null in ordinary themes. */
  readonly outline: string | null;
  readonly tooltipBackground: string;
  readonly tooltipForeground: string;
  readonly tooltipBorder: string;
  readonly fontFamily: string;
  readonly fontSize: number;
}

/** `read` gives the value of a style variable, empty where the theme does not set it. */
export function themeFrom(read: (variable: string) => string, highContrast: boolean): Theme {
  const first = (fallback: string, ...variables: readonly string[]): string => variables.map(variable => read(variable).trim()).find(value => value !== '') ?? fallback;
  const foreground = first('#808080', '--vscode-foreground', '--vscode-editor-foreground');
  const surface = first('#ffffff', '--vscode-editor-background');
  const outline = highContrast ? first(foreground, '--vscode-contrastBorder') : null;
  return {
    foreground,
    surface,
    outline,
    muted: highContrast ? foreground : first(foreground, '--vscode-descriptionForeground'),
    // No theme colour is meant for this: those for lines are too strong behind data, those for guides hardly visible in some themes.
    grid: `color-mix(in srgb, ${foreground} ${highContrast ? 35 : 16}%, transparent)`,
    free: first('#3794ff', '--vscode-charts-blue'),
    // The high contrast themes have no orange.
    reported: opaque(first('#d18616', '--vscode-charts-orange', '--vscode-charts-yellow')),
    inFlight: first('#b180d7', '--vscode-charts-purple'),
    cursor: first(foreground, '--vscode-editorCursor-foreground'),
    tooltipBackground: first(surface, '--vscode-editorHoverWidget-background'),
    tooltipForeground: first(foreground, '--vscode-editorHoverWidget-foreground'),
    tooltipBorder: first(foreground, '--vscode-editorHoverWidget-border', '--vscode-contrastBorder'),
    fontFamily: first('sans-serif', '--vscode-font-family'),
    fontSize: Number.parseFloat(first('13', '--vscode-font-size')) - 2 || 11,
  };
}

/** The colour without its transparency: some themes derive orange from a highlight that lets the text shine through, too faint for a bar. */
export function opaque(colour: string): string {
  const long = /^#([0-9a-f]{6})[0-9a-f]{2}$/i.exec(colour);
  if (long) return `#${long[1]}`;
  const short = /^#([0-9a-f]{3})[0-9a-f]$/i.exec(colour);
  if (short) return `#${short[1]}`;
  const channels = /^rgba\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)[\s,/]+[\d.]+%?\s*\)$/i.exec(colour);
  return channels ? `rgb(${channels[1]}, ${channels[2]}, ${channels[3]})` : colour;
}

/** Theme kinds that VS Code names in the class of the page's body. */
export function isHighContrast(bodyClasses: readonly string[]): boolean {
  return bodyClasses.some(name => name === 'vscode-high-contrast' || name === 'vscode-high-contrast-light');
}
