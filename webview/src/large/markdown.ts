/** As much of Markdown as hovers have: paragraphs, tables, bold, code. Everything becomes text nodes; there is no HTML, no image and no address. */
import { el } from '../ui/dom.js';

export type Run = { readonly kind: 'text' | 'bold' | 'code'; readonly text: string };
export type Part = { readonly kind: 'paragraph'; readonly runs: readonly Run[] } | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

export function partsOf(markdown: string): readonly Part[] {
  return markdown.split(/\n{2,}/).filter(block => block.trim() !== '').map((block): Part => block.startsWith('|')
    ? { kind: 'table', rows: block.split('\n').filter(row => !/^\|[\s|:-]+\|$/.test(row)).map(row => row.replace(/^\||\|$/g, '').split('|').map(cell => textOf(cell.trim()))) }
    : { kind: 'paragraph', runs: runsOf(block) });
}

/** A cell has no more than plain text. */
const textOf = (markdown: string): string => runsOf(markdown).map(({ text }) => text).join('');

/** Backticks, the mark of bold, an escaped sign, an entity, or the text up to the next of them. */
const piece = /(?<fence>`+)|(?<mark>\*\*)|\\(?<sign>[!-/:-@[-`{-~])|(?<entity>&(?:lt|gt|amp);)|[^`*\\&]+|[^]/y;

function runsOf(markdown: string): readonly Run[] {
  const runs: Run[] = [];
  let text = '';
  let bold = false;
  const flush = (): void => {
    if (text !== '') runs.push({ kind: bold ? 'bold' : 'text', text });
    text = '';
  };
  piece.lastIndex = 0;
  for (let match = piece.exec(markdown); match !== null; match = piece.exec(markdown)) {
    const { fence, mark, sign, entity } = match.groups ?? {};
    const close = fence === undefined ? -1 : closing(markdown, piece.lastIndex, fence);
    if (fence !== undefined && close >= 0) {
      flush();
      const code = markdown.slice(piece.lastIndex, close);
      // One blank on either side keeps a backtick of the text from the fence.
      runs.push({ kind: 'code', text: code.length > 2 && code.startsWith(' ') && code.endsWith(' ') ? code.slice(1, -1) : code });
      piece.lastIndex = close + fence.length;
    } else if (mark !== undefined) {
      flush();
      bold = !bold;
    } else text += sign ?? (entity === undefined ? match[0] : entities[entity] ?? '');
  }
  flush();
  return runs;
}

/** Where a run of just so many backticks begins. */
function closing(markdown: string, from: number, fence: string): number {
  for (const { 0: run, index } of markdown.slice(from).matchAll(/`+/g)) if (run.length === fence.length) return from + index;
  return -1;
}

export interface LinkActions {
  readonly goTo: (line: number) => void;
  /** Undefined where the text is not the id of a rule. */
  readonly rule: (text: string) => (() => void) | undefined;
}

export function render(markdown: string, actions: LinkActions): readonly Node[] {
  return partsOf(markdown).map(part => part.kind === 'table' ? tableOf(part.rows) : el('p', {}, ...part.runs.flatMap(run => nodesOf(run, actions))));
}

function nodesOf({ kind, text }: Run, actions: LinkActions): readonly Node[] {
  if (kind === 'code') return [el('code', {}, text)];
  const open = kind === 'bold' ? actions.rule(text) : undefined;
  if (open !== undefined) return [link(text, open)];
  return kind === 'bold' ? [el('strong', {}, text)] : linesIn(text, actions);
}

/** Numbers of lines lead there. */
function linesIn(text: string, { goTo }: LinkActions): readonly Node[] {
  return text.split(/\b(line \d{1,12})\b/).map(piece => {
    const line = /^line (\d+)$/.exec(piece)?.[1];
    return line === undefined ? document.createTextNode(piece) : link(piece, () => { goTo(Number(line) - 1); });
  });
}

function link(text: string, action: () => void): HTMLElement {
  const made = el('button', { class: 'link', type: 'button' }, text);
  made.addEventListener('click', action);
  return made;
}

/** The first row has the heads, the first cell of each the row's. */
function tableOf([heads = [], ...rows]: readonly (readonly string[])[]): HTMLElement {
  return el('table', {},
    el('thead', {}, el('tr', {}, ...heads.map(text => el('th', { scope: 'col' }, text)))),
    el('tbody', {}, ...rows.map(([head = '', ...cells]) => el('tr', {}, el('th', { scope: 'row' }, head), ...cells.map(text => el('td', {}, text))))));
}
