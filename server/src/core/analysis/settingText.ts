/** A `buddyscope:` line as words with their places, whole or half typed. */

export interface Word { readonly text: string; readonly start: number; readonly end: number }

export interface SettingText {
  /** Behind `buddyscope:`. */
  readonly from: number;
  readonly words: readonly Word[];
}

const settingStart = /^(?:[ \t]*#+[ \t]*|.*?\b(?:tracing_mark_write|print|bprint|bputs):[ \t]*(?:tracing_mark_write:[ \t]*)?|[ \t]*)buddyscope:/;

/** Undefined for any other line. */
export function settingText(text: string): SettingText | undefined {
  const start = settingStart.exec(text);
  if (start === null) return undefined;
  const from = start[0].length;
  const words = [...text.slice(from).matchAll(/[^ \t]+/g)].map(match => ({ text: match[0], start: from + match.index, end: from + match.index + match[0].length }));
  return { from, words };
}

/** The word that ends at or holds the column, cut there; an empty one between words. `index` is its place among the words. */
export function wordAt({ words }: SettingText, column: number): { readonly word: Word; readonly index: number } {
  const index = words.findIndex(word => column <= word.end);
  const word = index < 0 ? undefined : words[index];
  if (word === undefined || column < word.start) return { word: { text: '', start: column, end: column }, index: index < 0 ? words.length : index };
  return { word: { text: word.text.slice(0, column - word.start), start: word.start, end: word.end }, index };
}
