import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultsText, resultText } from '../../client/src/files/resultText.js';

const result = { uri: 'file:///a', interface: null, bytes: 1, lines: 1300, events: 1234, unrecognisedLines: 0, lostEvents: 0, pagesNotKept: null, damage: null, errors: 2, warnings: 1, infos: 0 };

test('the result of a file is one sentence', () => {
  assert.equal(resultText('a.ftrace', result), 'a.ftrace: 2 errors, 1 warning in 1,300 lines.');
  assert.equal(resultText('a.ftrace', { ...result, errors: 0, warnings: 0, lines: 1, unrecognisedLines: 1, lostEvents: 2 }),
    'a.ftrace: no findings in 1 line (1 line not recognised, 2 events lost while recording).');
  assert.match(resultText('a.ftrace', { ...result, pagesNotKept: 4999 }), /\(the memory for pages was full at line 5,000: what depends on later pages is unknown\)\.$/);
  assert.match(resultText('a.dat', { ...result, damage: 'CPU 1 ends early' }), /1,300 lines\. Only a part of the file could be read: CPU 1 ends early\.$/);
  assert.match(resultText('a.txt', { ...result, events: 0 }), /no event was recognised in 1,300 lines/);
});

test('the results of several files are added up', () => {
  assert.equal(resultsText([result, { ...result, infos: 3 }], 0), '2 trace files: 4 errors, 2 warnings, 3 information.');
  assert.equal(resultsText([result], 1), '1 trace file: 2 errors, 1 warning; 1 file could not be analysed.');
});
