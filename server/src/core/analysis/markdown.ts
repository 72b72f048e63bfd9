/** Text from a trace is hostile: nothing of it may become markup, a link or HTML. */

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** As plain words: what Markdown or HTML could use is escaped, and no address becomes a link. */
export const plain = (text: string): string => visible(text)
  .replace(/[\\`*_{}[\]#+!|~]/g, '\\$&')
  .replace(/[<>&]/g, c => entities[c])
  .replace(/:\/\//g, ':\u200b//').replace(/www\./gi, 'www\u200b.');

/** In a code span, with a fence longer than any run of backticks in it. */
export function code(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(run => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Control characters and line breaks as visible signs. */
const visible = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\u00b7');
