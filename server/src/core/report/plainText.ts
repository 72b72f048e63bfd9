/**
 * Text of a trace for a terminal: what could move the cursor, colour the screen or turn the reading direction around
 * becomes a visible escape. Task names are chosen by whoever ran the program, so every one is hostile until shown here.
 */
// C0, DEL and C1 controls; line and paragraph separators; bidirectional marks, embeddings and isolates; the byte order mark; lone surrogates.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export const plainText = (text: string): string =>
  text.replace(unprintable, (char) => {
    if (char === '\t') return '\\t';
    const code = char.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });

export const plural = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
