import type { LargeFindingsResult, LargeIndexedParams, LargeReadParams, SearchPlace } from '../../../server/src/protocol/large.js';
import type { LargeCommand, ToLarge } from '../../../server/src/protocol/largePage.js';
import { el, setText } from '../ui/dom.js';
import { saveLine, savedLine, send } from './api.js';
import { Findings } from './findings.js';
import { FindingsTable } from './findingsTable.js';
import { type FindingActions, findingList, HoverCard } from './hoverCard.js';
import { LinesView } from './linesView.js';
import { Pages } from './pages.js';
import { Ruler } from './ruler.js';
import type { RowLook } from './rowsView.js';
import { findingsText, fullText, lineOf, number, severityText, sizeText } from './text.js';
import { Toolbar, type ToolbarActions } from './toolbar.js';

/** The page: keeps what has arrived, and asks for what is looked at. */
export class Viewer {
  private readonly pages = new Pages((from, count) => { send({ type: 'lines', from, count }); });
  private readonly actions: ToolbarActions = {
    goToLine: text => { this.goToLine(text); },
    find: (text, matchCase, backwards) => { this.find(text, matchCase, backwards); },
    stopFinding: () => { send({ type: 'stopSearch' }); },
    finding: direction => { this.goToFinding(direction); },
    read: on => { send({ type: 'read', on }); },
    follow: on => { send({ type: 'follow', on }); },
    again: () => { this.openAgain(); },
    table: () => { this.table.show(); },
    openText: () => { send({ type: 'openText', line: this.view.current }); },
    leave: () => { this.view.element.focus(); },
  };
  private readonly toolbar = new Toolbar(this.actions);
  private readonly banner = el('div', { class: 'banner', role: 'alert' });
  private readonly ruler = new Ruler();
  private readonly details = el('footer', { role: 'status' });
  private readonly findingActions: FindingActions = {
    openRule: rule => { send({ type: 'openRule', rule }); },
    openFinding: line => { this.openFinding(line); },
  };
  private readonly card = new HoverCard({
    ask: line => { send({ type: 'hover', line }); },
    findings: line => this.findings.at(line),
    goTo: line => { this.reveal(line); },
    ...this.findingActions,
    left: () => { this.view.element.focus(); },
  });
  private readonly view = new LinesView({
    look: line => this.look(line),
    want: (from, to) => { this.pages.want(from, to, this.index?.lines ?? 0); },
    moved: line => { this.onMoved(line); },
    signed: line => { this.openFinding(line); },
    pointed: (line, row, x) => {
      if (line === undefined || row === undefined) this.card.leave();
      else this.card.point(line, row.getBoundingClientRect(), x);
    },
  });
  private readonly table = new FindingsTable({
    ask: (asked, filter, first) => { send({ type: 'table', asked, filter, first }); },
    goTo: line => { this.openFinding(line); },
    closed: () => { this.view.element.focus(); },
  });
  private index: LargeIndexedParams | undefined;
  private findings = new Findings([]);
  private place: (SearchPlace & { readonly text: string }) | undefined;
  private searched = '';
  /** The current line that was told last. */
  private told = -1;
  private noticed: string | null = null;
  /** Where the memory for pages was full, as it was told last. */
  private fullAt: number | null = null;
  /** A line to show as soon as it is known. */
  private wanted: number | undefined = savedLine();

  constructor(root: HTMLElement) {
    this.banner.hidden = true;
    root.replaceChildren(this.toolbar.element, this.banner, el('div', { class: 'body' }, this.view.element, this.ruler.element), this.details, this.table.element, this.card.element);
    this.view.element.focus();
    // These come from VS Code as commands, too, but later: what is typed right after the keys shall not be lost.
    root.addEventListener('keydown', event => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.key === 'g') this.toolbar.focusLine();
      if (event.key === 'f') this.toolbar.focusText();
      if (event.key === 'g' || event.key === 'f') event.preventDefault();
    });
    new ResizeObserver(() => { this.drawRuler(); }).observe(this.ruler.element);
  }

  receive(message: ToLarge): void {
    switch (message.type) {
      case 'indexed': return this.onIndexed(message.name, message.index);
      case 'lines':
        this.pages.arrived(message.from, message.result?.lines ?? null);
        if (message.result?.changed === true) this.warn('The file has changed since it was opened here.', true);
        return this.view.redraw();
      case 'reading': return this.onReading(message.reading);
      case 'hover': return this.card.arrived(message.line, message.hover, message.problem);
      case 'findings':
        this.findings = new Findings(message.findings.findings);
        this.toolbar.setFindings(findingsText(message.findings), this.findings.lines.length > 0);
        this.onResult(message.findings.result);
        this.drawRuler();
        this.table.changed();
        this.onMoved(this.view.current);
        return this.view.redraw();
      case 'table': return this.table.arrived(message.asked, message.first, message.result, message.problem);
      case 'searching': return this.toolbar.setSearch(message.percent, '');
      case 'found': return this.onFound(message.place, message.problem);
      case 'reveal':
        send({ type: 'revealed', line: message.line });
        return this.reveal(message.line);
      case 'command': return this.command(message.command);
    }
  }

  /** Colours have changed that are not in the style sheet's hands. */
  drawRuler(): void {
    this.ruler.draw(this.findings, this.index?.lines ?? 0);
  }

  private onIndexed(name: string, index: LargeIndexedParams): void {
    const before = this.index?.lines ?? 0;
    const atEnd = this.index?.complete === true && before > 0 && this.view.current === before - 1;
    const isSame = index.opening === this.index?.opening;
    if (!isSame) this.pages.clear();
    // The last line may have been without its end.
    else if (index.lines > before || index.bytes !== this.index?.bytes) this.pages.forget(before - 1);
    this.index = index;
    this.toolbar.setFile(name, sizeText(index));
    this.view.setLines(index.lines);
    // Whoever stands at the end of a file that grows stays there.
    if (isSame && atEnd && index.lines > before) this.view.moveTo(index.lines - 1);
    if (index.complete) this.drawRuler();
    if (index.problem !== null) this.warn(index.problem, true);
    if (this.wanted !== undefined && (index.lines > this.wanted || index.complete)) this.reveal(this.wanted);
  }

  private onReading(reading: LargeReadParams): void {
    this.toolbar.setReading(reading);
    if (reading.notice !== null && reading.notice !== this.noticed) this.warn(reading.notice, reading.phase === 'over');
    this.noticed = reading.notice;
  }

  private onResult(result: LargeFindingsResult['result']): void {
    const full = result?.pagesNotKept ?? null;
    if (full !== null && full !== this.fullAt) this.warn(fullText(full), false);
    this.fullAt = full;
  }

  private look(line: number): RowLook {
    const marks = this.findings.at(line).map(({ column, endColumn, severity }) => ({ start: column, end: endColumn, kind: `squiggle ${severity}` }));
    const place = this.place?.line === line ? [{ start: this.place.column, end: this.place.endColumn, kind: 'place' }] : [];
    const spoken = this.findings.at(line).map(({ severity, message }) => `${severityText(severity)}: ${message}`).join(' ');
    return { text: this.pages.line(line), marks: [...marks, ...place], severity: this.findings.severityAt(line), spoken, current: line === this.view.current };
  }

  private reveal(line: number): void {
    const known = this.index?.lines ?? 0;
    if (line >= known && this.index?.complete !== true) {
      this.wanted = line;
      return;
    }
    this.wanted = undefined;
    this.view.moveTo(line, true);
  }

  private onMoved(line: number): void {
    if (line !== this.told) send({ type: 'current', line });
    this.told = line;
    saveLine(line);
    const findings = this.findings.at(line);
    this.details.hidden = findings.length === 0;
    this.details.replaceChildren(...(findings.length === 0 ? [] : [el('span', { class: 'note' }, `Line ${number(line + 1)}`), findingList(findings, this.findingActions)]));
  }

  private openFinding(line: number): void {
    this.reveal(line);
    send({ type: 'finding', line });
  }

  private goToLine(text: string): void {
    const line = lineOf(text);
    if (line === undefined) return;
    this.reveal(line);
    this.view.element.focus();
  }

  private goToFinding(direction: 'next' | 'previous'): void {
    const line = this.findings.beside(this.view.current, direction);
    if (line !== undefined) this.reveal(line);
  }

  private find(text: string, matchCase: boolean, backwards: boolean): void {
    // On from the last place while it is the current one, else from the current line.
    const after = this.place !== undefined && this.place.line === this.view.current && this.place.text === text ? this.place.at : null;
    this.searched = text;
    this.toolbar.setSearch(0, '');
    send({ type: 'search', text, matchCase, backwards, line: this.view.current, after });
  }

  private onFound(place: SearchPlace | null, problem: string | null): void {
    this.place = place === null ? undefined : { ...place, text: this.searched };
    this.toolbar.setSearch(undefined, problem ?? (place === null ? 'Not found' : place.wrapped ? `Line ${number(place.line + 1)}, around the end` : `Line ${number(place.line + 1)}`));
    if (place !== null) this.reveal(place.line);
    this.view.redraw();
  }

  private command(command: LargeCommand): void {
    switch (command) {
      case 'goToLine': return this.toolbar.focusLine();
      case 'find': return this.toolbar.focusText();
      case 'findNext': return this.toolbar.find(this.actions, false);
      case 'findPrevious': return this.toolbar.find(this.actions, true);
      case 'nextFinding': return this.goToFinding('next');
      case 'previousFinding': return this.goToFinding('previous');
      case 'showHover': return this.showHover();
      case 'showFindings': return this.table.show();
    }
  }

  private warn(text: string, reload: boolean): void {
    const again = el('button', { type: 'button' }, 'Open Again');
    again.addEventListener('click', () => { this.openAgain(); });
    const dismiss = el('button', { type: 'button', 'aria-label': 'Dismiss', title: 'Dismiss' }, '×');
    dismiss.addEventListener('click', () => { this.banner.hidden = true; });
    const message = el('span');
    setText(message, text);
    this.banner.replaceChildren(message, ...(reload ? [again] : []), dismiss);
    this.banner.hidden = false;
  }

  private openAgain(): void {
    this.banner.hidden = true;
    this.pages.clear();
    send({ type: 'reload' });
  }

  private showHover(): void {
    const { current } = this.view;
    const row = this.view.rowOf(current);
    if (row !== undefined) this.card.show(current, row.getBoundingClientRect());
  }
}
