// Measures of an open document, in a process of its own: `node scripts/bench/document.mjs open|edits FILE [...]`; prints JSON.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { random } from './buddy.mjs';
import { folder } from './run.mjs';
import { spread } from './spread.mjs';

const { openDocument } = await import(pathToFileURL(path.join(folder, 'core.mjs')));
const [measure, file, count = '0'] = process.argv.slice(2);
const text = fs.readFileSync(file, 'utf8');

/** Milliseconds of each call. */
function times(calls, call) {
  const list = [];
  for (let i = 0; i < calls; i++) {
    const start = performance.now();
    call(i);
    list.push(performance.now() - start);
  }
  return list;
}

function open() {
  const start = performance.now();
  openDocument(text).findings();
  return { milliseconds: performance.now() - start };
}

function edits() {
  const next = random(7);
  const calls = Number(count);
  const document = openDocument(text);
  document.findings();
  const line = () => next(document.lineCount - 1);
  const insert = () => {
    const startLine = line();
    const length = document.lineText(startLine).length;
    const column = next(length + 1);
    // Half of the time a character goes away, else one comes.
    const endColumn = next(2) === 0 ? Math.min(length, column + 1) : column;
    document.edit([{ startLine, startColumn: column, endLine: startLine, endColumn, text: endColumn > column ? '' : ' 0x=:z'[next(6)] }]);
    document.findings();
  };
  return {
    edit: spread(times(calls, insert)),
    hover: spread(times(calls, () => {
      const place = line();
      document.hover(place, document.lineText(place).indexOf('=') + 1);
    })),
    state: spread(times(calls, () => document.stateAt(line()))),
    lines: document.lineCount,
    mebibytes: process.resourceUsage().maxRSS / 1024,
  };
}

console.log(JSON.stringify(measure === 'open' ? open() : edits()));
