/** What is known at a line, as Markdown: the event in the kernel, the machine after it, the page's other events, findings. */
import type { BlockAnswer, Counts, EventAlias, Finding, HoverView, StateView, ZoneView } from '../api.js';
import { lineDetail } from '../parse/lineDetail.js';
import { eventsMissingText } from '../report/eventsMissing.js';
import { durationText, pfnText } from '../rules/ruleText.js';
import { type Rows, LineKind, Slot, dialectOf, isReturn } from '../trace/columns.js';
import { eventDefinitions, eventLabel, eventNames } from '../trace/events.js';
import type { Names } from '../trace/names.js';
import { code, plain } from './markdown.js';
import type { PageEvent } from './pageEvents.js';
import { aliasMarkdown, settingHover } from './settingHover.js';

/** The line that is asked about, and where to ask for the rest; a document and a file on the disk are two of them. */
export interface HoverSource {
  readonly line: number;
  readonly text: string;
  readonly columns: Rows;
  /** Row of the line in `columns`. */
  readonly local: number;
  readonly names: Names;
  /** Of this line. */
  readonly findings: readonly Finding[];
  /** `event` declarations that may hold at the line. */
  readonly declared: () => readonly EventAlias[];
  readonly stateAt: () => StateView;
  readonly earlierOfPage: (pfn: number) => PageEvent | PageEventsUnknown | undefined;
  readonly nextOfPage: (pfn: number) => PageEvent | PageEventsUnknown | undefined;
}

/** Lines that were looked through without finding one; more were not. */
export interface PageEventsUnknown { readonly searched: number }

export function hoverOf(source: HoverSource, column: number): HoverView | undefined {
  const { text, columns, local, findings } = source;
  const detail = lineDetail(text);
  if (columns.kind[local] !== LineKind.Event || detail.name === undefined) {
    const word = columns.kind[local] === LineKind.Setting ? settingHover(text, column) : undefined;
    if (findings.length === 0) return word;
    return { column: word?.column ?? 0, endColumn: word?.endColumn ?? text.length, markdown: [...(word === undefined ? [] : [word.markdown]), ...findings.map(findingText)].join('\n\n') };
  }
  const event = columns.event[local];
  const view = source.stateAt();
  const zone = columns.zone[local] >= 0 ? source.names.zones[columns.zone[local]] : undefined;
  const shown = view.zones.find(z => z.zone === zone?.name && z.node === zone.node);
  const hasOrder = (columns.has[local] & Slot.Order) !== 0;
  const parts = [
    `**${plain(event === 0 ? detail.name.text : eventLabel(event, isReturn(columns.form[local]), dialectOf(columns.form[local])))}** — ${eventDefinitions[event].meaning}`,
    event === 0 ? '' : ownNameText(source, event, detail.body),
    ...(view.eventsMissing ?? []).map(eventsMissingText),
    blockText(view.notReported?.block ?? null),
    ...(shown === undefined ? [] : [zoneText(shown, hasOrder ? columns.order[local] : undefined)]),
    locksText(view),
    cpuText(view, columns.cpu[local]),
    pageText(source, (columns.has[local] & Slot.Pfn) !== 0 ? columns.pfn[local] : -1),
    ...findings.map(findingText),
  ];
  const arg = detail.args.find(a => column >= a.keyStart && column < a.valueEnd);
  const range = arg === undefined ? detail.name : { start: arg.keyStart, end: arg.valueEnd };
  return { column: range.start, endColumn: range.end, markdown: parts.filter(p => p !== '').join('\n\n') };
}

/** What a declared event's own name stands for. */
function ownNameText({ text, declared }: HoverSource, event: number, body: number): string {
  const names = /^[ \t]*((?:[\w.$]+:[ \t]*)+)/.exec(text.slice(body))?.[1].split(/[: \t]+/) ?? [];
  const alias = declared().findLast(({ name, as }) => names.includes(name) && eventNames.get(as)?.event === event);
  return alias === undefined ? '' : aliasMarkdown(alias);
}

/** Is the block that the line's page lies in reported, and if not, why? */
function blockText(block: BlockAnswer | null): string {
  if (block === null) return '';
  const rests = block.lines.length === 0 ? '' : ` (${block.lines.map(({ line, message }) => `line ${line + 1}: ${plain(message)}`).join('; ')})`;
  return `${block.reason === null ? '' : '**Not reported.** '}Block ${code(pfnText(block.pfn))}${block.order === null ? '' : ` of order ${block.order}`}: ${plain(block.text)}${rests}`;
}

const count = (n: number | null): string => (n === null ? 'unknown' : String(n));

/** A count, or what it is not below and not above. */
function bounded(counts: Counts, low: Counts | undefined, high: Counts | undefined, order: number, nothing: string): string {
  const value = counts[order] ?? null;
  const [least, most] = [low?.[order] ?? null, high?.[order] ?? null];
  if (value !== null) return String(value);
  if (most === null) return least === null ? nothing : `≥${least}`;
  return `${least ?? 0}–${most}`;
}
const freeText = ({ nrFree, bounds }: ZoneView, order: number, nothing: string): string => bounded(nrFree, bounds?.nrFreeAtLeast, bounds?.nrFreeAtMost, order, nothing);
const reportedText = ({ reported, bounds }: ZoneView, order: number, nothing: string): string => bounded(reported, bounds?.reportedAtLeast, bounds?.reportedAtMost, order, nothing);
const yes = (value: boolean | null, word: string): string => (value === null ? `${word} unknown` : value ? word : `not ${word}`);

function zoneText(zone: ZoneView, order: number | undefined): string {
  const name = zone.node === 0 ? zone.zone : `${zone.node}/${zone.zone}`;
  const flags = zone.requested === null && zone.active === null ? '' : ` (${yes(zone.requested, 'REQUESTED')}, ${yes(zone.active, 'ACTIVE')})`;
  const head = `Zone ${code(name)}${flags} after this line`;
  if (order === undefined) return zone.nrFree.every(n => n === null) && zone.bounds === undefined ? `${head}: free blocks unknown.` : `${head}:\n\n${countsTable(zone)}`;
  const inFlight = zone.inFlight[order] ?? null;
  return `${head}, order ${order}: nr_free **${freeText(zone, order, 'unknown')}**, reported **${reportedText(zone, order, 'unknown')}**, in flight ${count(inFlight)}.`;
}

/** Orders across, so that it is as wide as a hover and not as long. */
function countsTable(zone: ZoneView): string {
  const row = (head: string, cells: readonly (string | number)[]): string => `| ${head} | ${cells.join(' | ')} |`;
  const rows = [row('order', zone.nrFree.map((_, order) => order)), row('---', zone.nrFree.map(() => '--:')), row('nr_free', zone.nrFree.map((_, order) => freeText(zone, order, '?'))), row('reported', zone.nrFree.map((_, order) => reportedText(zone, order, '?')))];
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

function pageText(source: HoverSource, pfn: number): string {
  if (pfn < 0) return '';
  const describe = (event: PageEvent | PageEventsUnknown | undefined, word: string): string => {
    if (event === undefined) return `${word}: none`;
    if ('searched' in event) return `${word}: none within ${event.searched} lines`;
    const { line, columns, local } = event;
    const name = eventLabel(columns.event[local], isReturn(columns.form[local]), dialectOf(columns.form[local]));
    return `${word}: line ${line + 1} ${code(name)}${apart(source, event)}`;
  };
  return `Page ${code(pfnText(pfn))} — ${describe(source.earlierOfPage(pfn), 'earlier')}; ${describe(source.nextOfPage(pfn), 'next')}.`;
}

function apart(one: HoverSource, other: PageEvent): string {
  const [s1, n1] = [one.columns.sec[one.local], one.columns.nsec[one.local]];
  const [s2, n2] = [other.columns.sec[other.local], other.columns.nsec[other.local]];
  if (s1 < 0 || s2 < 0 || n1 < 0 || n2 < 0) return '';
  return ` (${durationText(Math.abs((s1 - s2) * 1e9 + (n1 - n2)))} ${one.line > other.line ? 'before' : 'after'})`;
}

function findingText(finding: Finding): string {
  const rests = finding.related.length === 0 ? '' : ` It rests on ${finding.related.map(r => `line ${r.line + 1} (${plain(r.message)})`).join(', ')}.`;
  return `⚠ **${finding.rule}** (${finding.severity}): ${plain(finding.message)}${rests} Evidence: ${finding.evidence.join(', ')}.`;
}
