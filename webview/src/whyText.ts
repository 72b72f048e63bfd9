import type { EvidenceLine, NotReportedAnswer, NotReportedBlock, NotReportedGroup, NotReportedZone } from '../../server/src/protocol/notReported.js';
import type { PanelSelection } from '../../server/src/protocol/panel.js';
import { number, rangeText, zoneName } from './text.js';

/** Blocks of a group in words. */
export const groupCount = ({ atLeast, atMost }: NotReportedGroup): string =>
  rangeText({ value: atLeast === atMost ? atLeast : null, low: atLeast, high: atMost });

/** The selected zone's orders that a reader can do something about: those that are never reported are one sentence. */
export const ordersOf = (zone: NotReportedZone): NotReportedZone['orders'] => zone.orders.filter(({ groups }) => groups.some(({ reason }) => reason !== 'order'));

export const zoneOf = (answer: NotReportedAnswer, selection: PanelSelection): NotReportedZone | undefined =>
  answer.zones.find(({ zone, node }) => zone === selection.zone && node === selection.node);

/** What stands above the table, or instead of it. */
export function zoneSentence(answer: NotReportedAnswer, selection: PanelSelection): string {
  const zone = zoneOf(answer, selection);
  const never = `Blocks below order ${number(answer.smallestOrder)} are never reported.`;
  if (zone === undefined) return `The trace has not named zone ${zoneName(selection)} up to here. ${never}`;
  return ordersOf(zone).length === 0 ? `Every free block of order ${number(answer.smallestOrder)} and above in zone ${zoneName(selection)} is reported. ${never}` : never;
}

export function blockSentence({ pfn, order, reason, text }: NotReportedBlock): string {
  return `The page of this line: ${reason === null ? '' : 'not reported. '}Block ${pfn}${order === null ? '' : ` of order ${number(order)}`}. ${text}`;
}

/** A text, in which the lines that show what it says are links; those that it does not mention stand behind it. */
export function linkedText(text: string, lines: readonly EvidenceLine[]): readonly (string | EvidenceLine)[] {
  const left = new Map(lines.map(evidence => [String(evidence.line + 1), evidence]));
  const parts = text.split(/(?<=\bline )(\d+)/).map(part => {
    const evidence = left.get(part);
    left.delete(part);
    return evidence ?? part;
  });
  const behind = [...left.values()].flatMap((evidence, i) => [i > 0 ? ', ' : left.size > 1 ? ' Lines ' : ' Line ', evidence]);
  return [...parts, ...behind].filter(part => part !== '');
}
