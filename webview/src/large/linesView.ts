import { el } from '../ui/dom.js';
import { rowId, type RowLook, RowsView } from './rowsView.js';
import { clampTop, contentHeight, type Geometry, isScaled, scrollTopAt, topAt, topToShow } from './scroll.js';

export interface LinesActions {
  readonly look: (line: number) => RowLook;
  /** Before rows are drawn: these lines will be looked at. */
  readonly want: (from: number, to: number) => void;
  readonly moved: (line: number) => void;
  /** The sign of a finding beside the line was clicked. */
  readonly signed: (line: number) => void;
  readonly pointed: (line: number | undefined, row: HTMLElement | undefined, x: number) => void;
}

/** The scrolling list of lines, of any number. One line is the current one; the keyboard moves it. */
export class LinesView {
  private readonly rows = new RowsView();
  private readonly content = el('div', { class: 'content', role: 'presentation' }, this.rows.layer);
  readonly element = el('div', { class: 'lines', role: 'grid', tabindex: '0', 'aria-colcount': '2', 'aria-readonly': 'true', 'aria-label': 'Lines of the trace' }, this.content);
  private lines = 0;
  private top = 0;
  private rowHeight = 20;
  private widest = 0;
  private frame = 0;
  /** The scroll bar does not show `top` yet. */
  private moving = false;
  current = 0;

  constructor(private readonly actions: LinesActions) {
    const { element } = this;
    element.addEventListener('scroll', () => { this.onScroll(); });
    element.addEventListener('wheel', event => { this.onWheel(event); }, { passive: false });
    element.addEventListener('keydown', event => { this.onKey(event); });
    element.addEventListener('pointerdown', ({ target }) => {
      const line = lineOfTarget(target);
      if (line !== undefined) this.moveTo(line);
    });
    element.addEventListener('click', ({ target }) => {
      const line = lineOfTarget(target);
      if (line !== undefined && target instanceof Element && target.closest('.gutter.error, .gutter.warning, .gutter.info') !== null) this.actions.signed(line);
    });
    element.addEventListener('pointermove', ({ target, clientX }) => {
      this.actions.pointed(lineOfTarget(target), target instanceof Element ? target.closest<HTMLElement>('.row') ?? undefined : undefined, clientX);
    });
    element.addEventListener('pointerleave', () => { this.actions.pointed(undefined, undefined, 0); });
    new ResizeObserver(() => { this.redraw(); }).observe(element);
  }

  setLines(lines: number): void {
    this.lines = lines;
    this.element.setAttribute('aria-rowcount', String(lines));
    this.redraw();
  }

  /** Makes `line` the current one and shows it. */
  moveTo(line: number, centre = false): void {
    this.current = Math.max(0, Math.min(line, this.lines - 1));
    // First, because it can change the room that is left for the lines.
    this.actions.moved(this.current);
    this.setTop(topToShow(this.current, this.top, this.geometry(), centre));
  }

  /** Undefined where the line is out of view. */
  rowOf(line: number): HTMLElement | undefined {
    return this.element.querySelector<HTMLElement>(`#${rowId(line)}`) ?? undefined;
  }

  redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private geometry(): Geometry {
    return { lines: this.lines, rowHeight: this.rowHeight, viewHeight: this.element.clientHeight };
  }

  private draw(): void {
    const style = getComputedStyle(this.element);
    this.rowHeight = Math.round(parseFloat(style.lineHeight)) || 20;
    const geometry = this.geometry();
    this.content.style.height = `${contentHeight(geometry)}px`;
    this.top = clampTop(this.top, geometry);
    const from = Math.floor(this.top);
    const to = Math.min(this.lines, Math.ceil(this.top + geometry.viewHeight / this.rowHeight));
    this.actions.want(Math.max(0, from - 50), to + 50);
    this.rows.render(this.top, from, to, this.rowHeight, this.actions.look);
    const width = this.rows.width();
    if (width > this.widest) this.widest = width;
    this.content.style.minWidth = `${this.widest}px`;
    if (this.current >= from && this.current < to) this.element.setAttribute('aria-activedescendant', rowId(this.current));
    else this.element.removeAttribute('aria-activedescendant');
    const wanted = scrollTopAt(this.top, geometry);
    if (Math.abs(this.element.scrollTop - wanted) > 1) this.element.scrollTop = wanted;
    this.moving = false;
  }

  private setTop(top: number): void {
    this.top = clampTop(top, this.geometry());
    this.moving = true;
    this.actions.pointed(undefined, undefined, 0);
    this.redraw();
  }

  private onScroll(): void {
    const geometry = this.geometry();
    // What was set here, or follows from a change of the room, is not the user's doing, and a pixel of it may be many lines.
    if (this.moving || Math.abs(this.element.scrollTop - scrollTopAt(this.top, geometry)) <= 1) return;
    this.top = topAt(this.element.scrollTop, geometry);
    this.actions.pointed(undefined, undefined, 0);
    this.redraw();
  }

  /** Where a pixel is more than a line, the wheel would skip lines. */
  private onWheel(event: WheelEvent): void {
    if (!isScaled(this.geometry()) || event.deltaY === 0 || event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / this.rowHeight : event.deltaY;
    this.setTop(this.top + lines);
  }

  private onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key] ?? (event.key === 'Home' && event.ctrlKey ? -Infinity : event.key === 'End' && event.ctrlKey ? Infinity : undefined);
    if (step === undefined || event.altKey) return;
    event.preventDefault();
    this.moveTo(this.current + step);
  }
}

function lineOfTarget(target: EventTarget | null): number | undefined {
  const line = target instanceof Element ? target.closest<HTMLElement>('.row')?.dataset['line'] : undefined;
  return line === undefined ? undefined : Number(line);
}
