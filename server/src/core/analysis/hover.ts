/** What is known at a line, as Markdown: the event in the kernel, the machine after it, the page's other events, findings. */
import type { Finding, HoverView, StateView, ZoneView } from '../api.js';
import { lineDetail } from '../parse/lineDetail.js';
import { durationText, pfnText } from '../rules/ruleText.js';
import { LineKind, Slot, dialectOf, isReturn } from '../trace/columns.js';
import { eventDefinitions, eventLabel } from '../trace/events.js';
import type { Document } from './document.js';
import { nextOfPage, previousOfPage } from './pageEvents.js';
import { code, plain } from './markdown.js';

export function hoverAt(document: Document, line: number, column: number): HoverView | undefined {
  if (line >= document.lineCount) return undefined;
  const text = document.lineText(line);
  const detail = lineDetail(text);
  const chunk = document.list.chunks[document.list.indexAt(line)];
  const local = line - chunk.start;
  const { columns } = chunk;
  const findings = document.findings().filter(f => f.line === line);
  if (columns.kind[local] !== LineKind.Event || detail.name === undefined) {
    if (findings.length === 0) return undefined;
    return { column: 0, endColumn: text.length, markdown: findings.map(findingText).join('\n\n') };
  }
  const event = columns.event[local];
  const view = document.stateAt(line);
  const zone = columns.zone[local] >= 0 ? document.session.names.zones[columns.zone[local]] : undefined;
  const shown = view.zones.find(z => z.zone === zone?.name && z.node === zone.node);
  const hasOrder = (columns.has[local] & Slot.Order) !== 0;
  const parts = [
    `**${plain(event === 0 ? detail.name.text : eventLabel(event, isReturn(columns.form[local]), dialectOf(columns.form[local])))}** — ${eventDefinitions[event].meaning}`,
    ...(shown === undefined ? [] : [zoneText(shown, hasOrder ? columns.order[local] : undefined)]),
    locksText(view),
    cpuText(view, columns.cpu[local]),
    pageText(document, line, (columns.has[local] & Slot.Pfn) !== 0 ? columns.pfn[local] : -1),
    ...findings.map(findingText),
  ];
  const arg = detail.args.find(a => column >= a.keyStart && column < a.valueEnd);
  const range = arg === undefined ? detail.name : { start: arg.keyStart, end: arg.valueEnd };
  return { column: range.start, endColumn: range.end, markdown: parts.filter(p => p !== '').join('\n\n') };
}

const count = (n: number | null): string => (n === null ? 'unknown' : String(n));
const yes = (value: boolean | null, word: string): string => (value === null ? `${word} unknown` : value ? word : `not ${word}`);

function zoneText(zone: ZoneView, order: number | undefined): string {
  const name = zone.node === 0 ? zone.zone : `${zone.node}/${zone.zone}`;
  const flags = zone.requested === null && zone.active === null ? '' : ` (${yes(zone.requested, 'REQUESTED')}, ${yes(zone.active, 'ACTIVE')})`;
  const head = `Zone ${code(name)}${flags} after this line`;
  if (order === undefined) return zone.nrFree.every(n => n === null) ? `${head}: free blocks unknown.` : `${head}:\n\n${countsTable(zone)}`;
  const inFlight = zone.inFlight[order] ?? null;
  return `${head}, order ${order}: nr_free **${count(zone.nrFree[order] ?? null)}**, reported **${count(zone.reported[order] ?? null)}**, in flight ${count(inFlight)}.`;
}

/** Orders across, so that it is as wide as a hover and not as long. */
function countsTable(zone: ZoneView): string {
  const row = (head: string, cells: readonly (string | number)[]): string => `| ${head} | ${cells.join(' | ')} |`;
  const rows = [row('order', zone.nrFree.map((_, order) => order)), row('---', zone.nrFree.map(() => '--:')), row('nr_free', zone.nrFree.map(cell)), row('reported', zone.reported.map(cell))];
  if (zone.inFlight.some(n => n !== null && n > 0)) rows.push(row('in flight', zone.inFlight.map(cell)));
  return rows.join('\n');
}

const cell = (n: number | null): string => (n === null ? '?' : String(n));

function locksText(view: StateView): string {
  if (view.locks.length === 0) return '';
  return `Held: ${view.locks.map(lock => `${code(lock.lock)}${lock.zone === null ? '' : ` of ${code(lock.zone)}`} by ${code(lock.task)} since line ${lock.line + 1}`).join('; ')}.`;
}

function cpuText(view: StateView, cpu: number): string {
  const own = view.cpus.find(c => c.cpu === cpu);
  if (own === undefined || (own.irqsOff === null && own.preemptDepth === null)) return '';
  const irqs = own.irqsOff === null ? 'interrupts unknown' : own.irqsOff ? 'interrupts off' : 'interrupts on';
  return `CPU ${cpu}: ${irqs}${own.preemptDepth === null ? '' : `, preempt depth ${own.preemptDepth}`}.`;
}

function pageText(document: Document, line: number, pfn: number): string {
  if (pfn < 0) return '';
  const { chunks } = document.list;
  const describe = (at: { chunk: number; local: number } | undefined, word: string): string => {
    if (at === undefined) return `${word}: none`;
    const { columns, start } = chunks[at.chunk];
    const name = eventLabel(columns.event[at.local], isReturn(columns.form[at.local]), dialectOf(columns.form[at.local]));
    return `${word}: line ${start + at.local + 1} ${code(name)}${apart(document, line, start + at.local)}`;
  };
  return `Page ${code(pfnText(pfn))} — ${describe(previousOfPage(chunks, document.list.indexAt(line), line, pfn), 'earlier')}; ${describe(nextOfPage(chunks, document.list.indexAt(line), line, pfn), 'next')}.`;
}

function apart(document: Document, one: number, other: number): string {
  const at = (line: number): [number, number] => {
    const chunk = document.list.chunks[document.list.indexAt(line)];
    return [chunk.columns.sec[line - chunk.start], chunk.columns.nsec[line - chunk.start]];
  };
  const [s1, n1] = at(one);
  const [s2, n2] = at(other);
  if (s1 < 0 || s2 < 0 || n1 < 0 || n2 < 0) return '';
  return ` (${durationText(Math.abs((s1 - s2) * 1e9 + (n1 - n2)))} ${one > other ? 'before' : 'after'})`;
}

function findingText(finding: Finding): string {
  const rests = finding.related.length === 0 ? '' : ` It rests on ${finding.related.map(r => `line ${r.line + 1} (${plain(r.message)})`).join(', ')}.`;
  return `⚠ **${finding.rule}** (${finding.severity}): ${plain(finding.message)}${rests} Evidence: ${finding.evidence.join(', ')}.`;
}
