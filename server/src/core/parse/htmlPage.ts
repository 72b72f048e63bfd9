/**
 * Trace text inside an HTML page, as systrace writes it: between `<script class="trace-data" type="application/text">` and
 * `</script>`; in files before 2014 as a string, `var linuxPerfData = "\`, with `\n\` behind each line. A page may have several
 * such sections, and some hold what other agents have collected. All else is markup.
 */
import { LESS, GREATER, find, findByte, skipBlanks, startsWith, trimEnd } from './bytes.js';

/** Where a line stands. */
export const Place = {
  /** Only blank lines so far. */
  Start: 0,
  /** The file is no page. */
  Text: 1,
  /** In a page, outside the trace. */
  Page: 2,
  /** Behind the tag of a section, whose first line decides whether it is one of ftrace. */
  Section: 3,
  Trace: 4,
  /** In the string of an old file. */
  Quoted: 5,
} as const;
export type Place = (typeof Place)[keyof typeof Place];

/** Longer lines are the viewer's program. */
const MAX_TAG_LINE = 4096;
const CLOSING_TAG = '</script>';
const STRING = 'var linuxPerfData = "\\';
/** Behind a line of the string, and behind its last. */
const LINE_BREAK = '\\n\\';
const STRING_END = '";';
const LAST_BREAK = `\\n${STRING_END}`;

/** Whether the text, in small letters, begins here in any case. */
function begins(bytes: Uint8Array, from: number, end: number, text: string): boolean {
  if (end - from < text.length) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[from + i];
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== text.charCodeAt(i)) return false;
  }
  return true;
}

const endsWith = (bytes: Uint8Array, from: number, end: number, text: string): boolean =>
  end - from >= text.length && startsWith(bytes, end - text.length, end, text);

export class HtmlPage {
  place: Place = Place.Start;
  /** The part of the line that is of the trace, where `isTrace` has said so. */
  from = 0;
  end = 0;
  /** It is the first part of a section. */
  isFirst = false;

  /** Whether a part of the line bytes[start, end) may be of the trace; not asked in `Text`. */
  isTrace(bytes: Uint8Array, start: number, end: number): boolean {
    this.from = start;
    this.end = end;
    this.isFirst = this.place === Place.Section;
    const first = skipBlanks(bytes, start, end);
    switch (this.place) {
      case Place.Start: return this.isText(bytes, first, end);
      case Place.Page: return this.opens(bytes, first, end);
      case Place.Quoted: return this.inString(bytes, first, end);
      default: return this.inSection(bytes, first, end);
    }
  }

  /** The first part of a section has been read: what ftrace does not print is another agent's, and so is the rest of the section. */
  decide(isUnderstood: boolean): void {
    if (this.place === Place.Section) this.place = isUnderstood ? Place.Trace : Place.Page;
  }

  private isText(bytes: Uint8Array, first: number, end: number): boolean {
    if (first >= end) return true;
    const isPage = begins(bytes, first, end, '<!doctype html') || begins(bytes, first, end, '<html');
    this.place = isPage ? Place.Page : Place.Text;
    return !isPage;
  }

  private opens(bytes: Uint8Array, first: number, end: number): boolean {
    if (first >= end || end - first > MAX_TAG_LINE) return false;
    if (bytes[first] !== LESS) {
      if (startsWith(bytes, first, end, STRING)) this.place = Place.Quoted;
      return false;
    }
    const close = begins(bytes, first, end, '<script') ? findByte(bytes, first, end, GREATER) : end;
    if (close >= end || find(bytes, first, close, 'trace-data') < 0) return false;
    this.place = Place.Section;
    this.from = close + 1;
    this.isFirst = true;
    const text = skipBlanks(bytes, this.from, end);
    return text < end && this.inSection(bytes, text, end);
  }

  private inSection(bytes: Uint8Array, first: number, end: number): boolean {
    if (begins(bytes, first, end, '</script')) {
      this.place = Place.Page;
      return false;
    }
    const last = trimEnd(bytes, first, end);
    if (endsWith(bytes, first, last, CLOSING_TAG)) {
      this.end = last - CLOSING_TAG.length;
      this.place = Place.Page;
    }
    return true;
  }

  private inString(bytes: Uint8Array, first: number, end: number): boolean {
    if (endsWith(bytes, first, end, LINE_BREAK)) {
      this.end = end - LINE_BREAK.length;
      return true;
    }
    this.place = Place.Page;
    this.end = end - (endsWith(bytes, first, end, LAST_BREAK) ? LAST_BREAK : STRING_END).length;
    return this.end > first && endsWith(bytes, first, end, STRING_END);
  }
}
