/** Keeps an element in view while what stands above it is still being drawn, until the reader turns to something else. */
export class Pin {
  private active = false;
  private at = 0;

  constructor(private readonly element: HTMLElement) {
    const release = (): void => { this.active = false; };
    for (const event of ['wheel', 'pointerdown', 'keydown']) window.addEventListener(event, release, { passive: true });
    // The scroll bar of the page gives no other sign.
    window.addEventListener('scroll', () => { if (Math.abs(window.scrollY - this.at) > 1) release(); }, { passive: true });
  }

  set(): void {
    this.active = true;
  }

  /** After each drawing. */
  hold(): void {
    if (!this.active) return;
    this.element.scrollIntoView({ block: 'start' });
    this.at = window.scrollY;
  }
}
