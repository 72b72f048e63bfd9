/** Lines that begin with `#`: settings, what the header states, and text without a meaning here. */
import { MAX_CPU, LineKind } from '../trace/columns.js';
import { COLON, HASH, skipBlanks, startsWith, trimEnd } from './bytes.js';
import type { Setting } from '../trace/settings.js';
import type { Line } from './line.js';
import { readSettingLine } from './settings/settingLine.js';

/** Longer header lines are rubbish; strings are made of them. */
const MAX_HEADER = 512;

/** Parts of the rulers that say which columns follow. */
const rulerMarks = ['TASK-PID', '=> ', ' cmd ', 'FUNCTION', 'DURATION', '| |', '\\   /', '| / ', '||| ', '/     delay', ' latency: ', ' task: ', 'started at:', 'ended at:', '-----'];

export function readComment(line: Line): void {
  const { bytes, start, end, out, row } = line;
  let p = start;
  while (p < end && bytes[p] === HASH) p++;
  p = skipBlanks(bytes, p, end);
  if (startsWith(bytes, p, end, 'buddyscope') && bytes[p + 10] === COLON && p + 10 < end) {
    readSettingLine(line, 'buddyscope', skipBlanks(bytes, p + 11, end));
    return;
  }
  out.kind[row] = LineKind.Comment;
  if (end - start <= MAX_HEADER) readHeader(line, p);
}

function readHeader(line: Line, from: number): void {
  const { bytes, end, out, row } = line;
  const text = line.text(from, trimEnd(bytes, from, end));
  const header = (): void => { out.kind[row] = LineKind.Header; };
  const tracer = /^tracer: (\S+)$/.exec(text);
  if (tracer) { header(); line.setSetting({ type: 'tracer', name: tracer[1] }); return; }
  const latency = /^(\S+) latency trace v\S+(?: on (\S+))?/.exec(text);
  if (latency) {
    const kernel: string | undefined = latency[2];
    header();
    const setting: Setting = { type: 'tracer', name: latency[1], ...(kernel !== undefined && { kernel }) };
    line.setSetting(setting);
    line.vocabulary.learn(setting);
    return;
  }
  const buffer = /^entries-in-buffer\/entries-written: (\d{1,15})\/(\d{1,15})\b(?:\s+#P:(\d{1,5})\b)?/.exec(text);
  if (buffer) { header(); line.setSetting({ type: 'buffer', entries: Number(buffer[1]), written: Number(buffer[2]), cpus: Number((buffer[3] as string | undefined) ?? 0) }); return; }
  if (/\(M:preempt_rt\b/.test(text)) { header(); line.setSetting({ type: 'options', options: { preemptRt: true } }); return; }
  const legend = /=> (irqs-off(?:\/BH-disabled)?|need-resched(-lazy)?|hardirq\/softirq|preempt(-lazy)?-depth|migrate-disable)$/.exec(text);
  if (legend) {
    header();
    const [, name, ...lazy] = legend;
    line.setSetting({ type: 'flags-legend', first: name.startsWith('irqs-off'), preemptRt: lazy.some(part => part !== undefined) });
    return;
  }
  // With function_graph the ruler leaves columns out. In the latency format the CPU has a bar of its own.
  const ruler = /^(?:TASK-PID .*CPU# +(\|+) |cmd +pid +\|(\|+) )/.exec(text);
  if (ruler) { header(); line.setSetting({ type: 'flags-ruler', columns: (ruler[1] ?? ruler[2]).length }); return; }
  const start = /^CPU (\d{1,5}) buffer started ####/.exec(text);
  if (start !== null && Number(start[1]) <= MAX_CPU) { header(); line.setSetting({ type: 'buffer-start', cpu: Number(start[1]) }); return; }
  if (rulerMarks.some(mark => text.includes(mark))) header();
}
