import { el } from '../ui/dom.js';
import type { Findings } from './findings.js';

const variables = { error: '--vscode-editorOverviewRuler-errorForeground', warning: '--vscode-editorOverviewRuler-warningForeground', info: '--vscode-editorOverviewRuler-infoForeground' };
const fallbacks = { error: '#f14c4c', warning: '#cca700', info: '#3794ff' };

/** Where in the file the findings are, beside the scroll bar. Decoration: the same can be had by the keyboard. */
export class Ruler {
  readonly element = el('canvas', { class: 'ruler', 'aria-hidden': 'true' });

  draw(findings: Findings, lines: number): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    this.element.width = width;
    this.element.height = height;
    const context = this.element.getContext('2d');
    if (context === null || lines === 0) return;
    const style = getComputedStyle(document.documentElement);
    for (const severity of ['info', 'warning', 'error'] as const) {
      context.fillStyle = style.getPropertyValue(variables[severity]).trim() || fallbacks[severity];
      for (const line of findings.lines) if (findings.severityAt(line) === severity) context.fillRect(0, Math.min(height - 3, (line / lines) * height), width, 3);
    }
  }
}
