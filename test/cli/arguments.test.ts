import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arguments, type OptionTable, parseArguments } from '../../server/src/cli/arguments.js';

const options: OptionTable = {
  format: { value: 'text|json', help: '' }, rule: { value: 'ID=SEVERITY', help: '' }, 'no-fold': { help: '' }, line: { value: 'N', help: '' },
  merge: { help: '', notBuilt: true },
};

function parse(...argv: string[]): Arguments {
  const result = parseArguments('analyze', options, argv);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return result.value;
}

test('files, values and switches in any order; - is a file, and -- ends the options', () => {
  const args = parse('a', '--no-fold', '--rule', 'x=off', '-', '--rule=y=info', '--format=json', '--', '--b');
  assert.deepEqual(args.files, ['a', '-', '--b']);
  assert.ok(args.has('no-fold'));
  assert.deepEqual(args.all('rule'), ['x=off', 'y=info']);
  assert.equal(args.last('format'), 'json');
  assert.equal(args.last('line'), undefined);
});

const refused: readonly (readonly [string[], RegExp])[] = [
  [['--nope'], /unknown option '--nope'/], [['-x'], /unknown option '-x'/], [['--constructor'], /unknown option/], [['--line'], /needs a value/],
  [['--no-fold=yes'], /takes no value/], [['--merge'], /not built yet/], [['--no-format'], /unknown option/],
];
for (const [argv, reason] of refused) {
  test(`${argv.join(' ')} is refused in one line`, () => {
    const result = parseArguments('analyze', options, argv);
    assert.ok(!result.ok && reason.test(result.reason) && !result.reason.includes('\n'));
  });
}

test('numbers are whole and not below the least', () => {
  for (const [text, value] of [['1', 1], ['007', 7], ['0', undefined], ['1.5', undefined], ['-1', undefined], ['1e3', undefined], ['99999999999999999999', undefined], ['', undefined]] as const) {
    const result = new Arguments([], new Map([['line', [text]]])).whole('line', 1);
    assert.equal(result.ok ? result.value : undefined, value, text);
  }
});

test('one of several: the first is the default', () => {
  const choice = parse('--format', 'xml').oneOf('format', ['text', 'json']);
  assert.ok(!choice.ok && choice.reason.includes("'xml' is not one of text, json"));
  const absent = parse().oneOf('format', ['text', 'json']);
  assert.ok(absent.ok && absent.value === 'text');
});
