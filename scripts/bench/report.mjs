// The page that the benchmark writes.
import os from 'node:os';

const thousands = number => Math.round(number).toLocaleString('en');
const digits = (number, count) => number.toFixed(count);
const row = cells => `| ${cells.join(' | ')} |\n`;
const head = cells => row(cells) + row(cells.map(() => '---'));

const intro = `# Performance

Written by \`npm run bench\` (\`scripts/bench.mjs\`), which makes its traces itself, always the same ones: *stock* is kmem tracepoints of a small
buddy allocator, *semantic* has locks and free-list helpers too. Times are the best of some runs, taken in turn with the baselines' so that
all of them have the same machine. Absolute numbers change from machine to machine; the ratios tell more.

- \`wc -l\` only counts newlines. The *C field splitter* (\`scripts/bench/split.c\`) finds CPU, time, event, pfn and order of each line and keeps
  nothing. *mawk* counts the events by their names.
- Buddyscope's time is that of the whole command, \`buddyscope analyze --format json\` with all rules, Node's start included.
`;

function files(list) {
  const names = list[0].others.map(({ name }) => name);
  const skipped = ['C field splitter', 'mawk, events by name'].filter(name => !names.includes(name));
  let text = '\n## Whole files\n\n';
  text += head(['trace', 'lines', 'MB', 'buddyscope', 'million lines/s', 'peak memory', ...names.map(name => `${name}`), ...names.map(name => `times ${name}`)]);
  for (const { kind, lines, bytes, own, others } of list) {
    text += row([
      kind, thousands(lines), thousands(bytes / 1e6), `${digits(own.seconds, 2)} s`, digits(lines / own.seconds / 1e6, 2), `${thousands(own.mebibytes)} MiB`,
      ...others.map(({ seconds }) => `${digits(seconds, 3)} s`), ...others.map(({ seconds }) => digits(own.seconds / seconds, 1)),
    ]);
  }
  if (skipped.length > 0) text += `\nNot on this machine: ${skipped.join(', ')}.\n`;
  return text;
}

export function rulesTable(list) {
  let text = '\n## What the rules cost\n\nProcessor time from the bytes in memory to the findings, each in a process of its own, without Node\'s start. *Parse and replay* has no rule: nobody\n'
    + 'listens to the machine, and what it keeps for rules only is left out of it. *Faulty* is *semantic* with a fault in about every hundredth section.\n\n';
  text += head(['trace', 'lines', 'findings', 'parse', 'parse and replay', 'all rules', 'all rules / parse and replay']);
  for (const { kind, lines, findings, parse, replay, all } of list) {
    text += row([kind, thousands(lines), thousands(findings), `${digits(parse, 2)} s`, `${digits(replay, 2)} s`, `${digits(all, 2)} s`, digits(all / replay, 2)]);
  }
  return text;
}

function documents({ opened, edited }) {
  let text = '\n## Open documents\n\nFrom the text to its findings, in a process that has just started:\n\n' + head(['trace', 'MB', 'ms']);
  for (const { kind, bytes, milliseconds } of opened) text += row([kind, digits(bytes / 1e6, 1), digits(milliseconds, 0)]);
  text += `\nOne character more or less at a random place, to the new findings; hover and state at a random line. Milliseconds: median, 99th percentile, most.\n\n`;
  text += head(['trace', 'lines', 'edit', 'hover', 'state', 'peak memory']);
  const three = ({ median, p99, most }) => `${digits(median, 2)}, ${digits(p99, 1)}, ${digits(most, 1)}`;
  for (const { kind, lines, edit, hover, state, mebibytes } of edited) text += row([kind, thousands(lines), three(edit), three(hover), three(state), `${thousands(mebibytes)} MiB`]);
  return text;
}

function server({ opened, hovers, viewed }) {
  let text = '\n## The language server\n\nFrom `textDocument/didOpen` to the first diagnostics, the server just started:\n\n' + head(['trace', 'MB', 'ms']);
  for (const { kind, bytes, milliseconds } of opened) text += row([kind, digits(bytes / 1e6, 1), digits(milliseconds, 0)]);
  text += `\nHovers, one after the other, while a file of ${thousands(hovers[0].lines)} lines is analysed. Milliseconds:\n\n` + head(['trace', 'hovers', 'median', '95th percentile', 'most']);
  for (const { kind, hovers: count, median, p95, most } of hovers) text += row([kind, thousands(count), digits(median, 1), digits(p95, 1), digits(most, 1)]);
  const { lines, pages, median, p95, most, searches, cancelled } = viewed;
  return text + `\nThe viewer of a file of ${thousands(lines)} lines: ${thousands(pages)} pages of 60 rows anywhere in it, each ${digits(median, 1)} ms (median), ${digits(p95, 1)} (95th percentile),`
    + ` ${digits(most, 1)} at most; ${searches} searches, before and behind the end of the index, stopped within ${digits(cancelled, 0)} ms of being cancelled.\n`;
}

function extension({ vsix, page, milliseconds, missing }) {
  const activation = milliseconds === undefined ? `not measured here, because ${missing}`
    : `${milliseconds.map(time => digits(time, 0)).join(', ')} ms in ${milliseconds.length} starts of a VS Code workbench, as its list of running extensions has it`;
  return `\n## The extension\n\n- Package: ${digits(vsix / 1e6, 2)} MB; both webview pages: ${thousands(page / 1e3)} kB.\n- Activation (loading and \`activate\`): ${activation}.\n`;
}

export function table(result, date, note) {
  const [cpu] = os.cpus();
  const machine = `${cpu.model.trim()}, ${os.cpus().length} cores, ${thousands(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release().split('-')[0]}, Node ${process.versions.node}`;
  return `${intro}\n${date}, ${machine}.${note === undefined ? '' : ` ${note}`}\n${files(result.files)}${rulesTable(result.rules)}${documents(result.documents)}${server(result.server)}${extension(result.extension)}`;
}
