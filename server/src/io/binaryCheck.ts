/** What control bytes (without tab, line ends and escape) fill to this part is no text. */
const controlShare = 1 / 16;
const sample = 1 << 20;

function controlsIn(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) {
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) count++;
  }
  return count;
}

/** Looks at the start of what passes by, for whether it is text at all. */
export class BinaryCheck {
  private seen = 0;
  private controls = 0;

  add(bytes: Uint8Array): void {
    if (this.seen >= sample) return;
    this.seen += bytes.length;
    this.controls += controlsIn(bytes);
  }

  /** A trace may begin with a hole (a log that was cut while open), so ask only of a file without any event. */
  get isBinary(): boolean {
    return this.controls > this.seen * controlShare;
  }
}

export const binaryReason = 'is a binary file, not trace text; use `perf script` or `trace-cmd report` to print a recording as text';
