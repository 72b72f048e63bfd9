// The grammar in the tokenizer that VS Code itself uses.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { root } from '../../scripts/lib/project.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const requireOfVsCode = createRequire(path.join(here, 'node_modules/code-server/lib/vscode/package.json'));
const oniguruma = requireOfVsCode('vscode-oniguruma');
const textmate = requireOfVsCode('vscode-textmate');
await oniguruma.loadWASM(fs.readFileSync(path.join(path.dirname(requireOfVsCode.resolve('vscode-oniguruma')), 'onig.wasm')));

const file = path.join(root, 'syntaxes/alloctrace.tmLanguage.json');
const registry = new textmate.Registry({
  onigLib: Promise.resolve({ createOnigScanner: sources => new oniguruma.OnigScanner(sources), createOnigString: text => new oniguruma.OnigString(text) }),
  loadGrammar: () => Promise.resolve(textmate.parseRawGrammar(fs.readFileSync(file, 'utf8'), file)),
});
const grammar = await registry.loadGrammar('source.alloctrace');

/** { text: its innermost scope without the language's name } of each token that is more than blanks. */
function scopesOf(line) {
  const { tokens } = grammar.tokenizeLine(line, textmate.INITIAL);
  return Object.fromEntries(tokens.map(({ startIndex, endIndex, scopes }) => [line.slice(startIndex, endIndex).trim(), scopes.at(-1).replace(/\.alloctrace$/, '')]).filter(([text]) => text !== ''));
}

/** line, tokens and scopes that must be among those found */
const samples = [
  ['          stress-812     [001] d..1.   100.000005: spin_lock_irqsave: lock=zone->lock zone=DMA32 pfn=0x10 order=3', {
    stress: 'entity.name.type.task', 812: 'constant.numeric.pid', '[001]': 'constant.numeric.cpu', 'd..1.': 'storage.modifier.flags', '100.000005': 'comment.time',
    spin_lock_irqsave: 'entity.name.function.event', lock: 'variable.parameter.key', 'zone->lock': 'string.unquoted.name', DMA32: 'support.constant.zone', '0x10': 'constant.numeric.hex', 3: 'constant.numeric.decimal',
  }],
  ['# buddyscope: zone=Normal node=0 start_pfn=0x10000 free=none', { 'buddyscope:': 'keyword.control.directive', Normal: 'support.constant.zone', start_pfn: 'variable.parameter.key', none: 'constant.language' }],
  ['# buddyscope: disable-next-line zone-lock-irqs-on', { 'disable-next-line': 'keyword.other.setting' }],
  ['  sh-9  [001] .....  1.000001: tracing_mark_write: buddyscope: zone=Normal', { tracing_mark_write: 'entity.name.function.event', 'buddyscope:': 'keyword.control.directive' }],
  ['# tracer: nop', { '# tracer: nop': 'comment.line.number-sign' }],
  ['cpus=4', { 'cpus=4': 'comment.line.header' }],
  ['CPU:1 [LOST 5 EVENTS]', { '[LOST 5 EVENTS]': 'invalid.deprecated.lost' }],
  ['     kworker/1:0-22      [001] d..1.    48.317552: isolate_ret: (page_reporting_process+0x2a1/0x570 <- __isolate_free_page) ret=1024', { page_reporting_process: 'entity.name.function.probe', '+0x2a1/0x570': 'constant.numeric.offset', __isolate_free_page: 'entity.name.function.caller', 1024: 'constant.numeric.decimal' }],
  ['              rm-140     [000] ...2.     9.699601: free_pcppages_bulk <-free_unref_page_list', { free_pcppages_bulk: 'entity.name.function.event', free_unref_page_list: 'entity.name.function.caller' }],
  ['      rm-140       0...2. 404777us!: free_pcppages_bulk <-free_unref_page_list', { 0: 'constant.numeric.cpu', '...2.': 'storage.modifier.flags', '404777us!': 'comment.time', free_pcppages_bulk: 'entity.name.function.event' }],
  ['   29.014801 |   0)     rm-181     |               |    queue_delayed_work_on() {', { '29.014801': 'comment.time', rm: 'entity.name.type.task', queue_delayed_work_on: 'entity.name.function.event' }],
  [' 0)   0.421 us    |  _raw_spin_lock();', { '0)': 'constant.numeric.cpu', '0.421 us': 'comment.time', _raw_spin_lock: 'entity.name.function.event' }],
  [' => kprobe_dispatcher', { '=>': 'keyword.operator.caller', kprobe_dispatcher: 'entity.name.function.caller' }],
];

for (const [line, expected] of samples) {
  test(line.trim(), () => {
    const found = scopesOf(line);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map(text => [text, found[text]])), expected, JSON.stringify(found));
  });
}

test('a line never leads into the next', () => {
  for (const [line] of samples) assert.equal(grammar.tokenizeLine(line, textmate.INITIAL).ruleStack.depth, 1, line);
});

// A pattern that goes back and forth over a line would take hours.
test('a megabyte of trace is coloured', { timeout: 120_000 }, () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => samples[0][0].replace('0x10', `0x${index.toString(16)}`));
  for (const line of lines) assert.ok(grammar.tokenizeLine(line, textmate.INITIAL).tokens.length > 5);
});
