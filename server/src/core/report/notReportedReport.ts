import type { BlockAnswer, NotReported, NotReportedGroup, NotReportedOrder, RelatedLine } from '../api.js';
import { countText } from './boundsText.js';
import { plainText } from './plainText.js';

const hex = (pfn: number): string => `0x${pfn.toString(16)}`;
const linesObject = (lines: readonly RelatedLine[]): object => lines.map(({ line, message }) => ({ line: line + 1, message }));

const groupObject = ({ reason, atLeast, atMost, text, lines, pfns }: NotReportedGroup): object => ({ reason, atLeast, atMost, text, lines: linesObject(lines), pfns: pfns.map(hex) });
const blockObject = ({ pfn, order, reason, text, lines }: BlockAnswer): object => ({ pfn: hex(pfn), order, reason, text, lines: linesObject(lines) });

/** Lines are 1-based, blocks are counted. */
export const notReportedObject = (answer: NotReported): object => ({
  smallestOrder: answer.smallestOrder,
  worker: { text: answer.worker, lines: linesObject(answer.workerLines) },
  block: answer.block === null ? null : blockObject(answer.block),
  zones: answer.zones.map(({ zone, node, orders }) => ({ zone, node, orders: orders.map(({ order, groups }) => ({ order, groups: groups.map(groupObject) })) })),
  missing: answer.missing,
});

/** Orders that are never reported are one line. */
export const aboveSmallest = (orders: readonly NotReportedOrder[]): readonly NotReportedOrder[] => orders.filter(({ groups }) => groups.some(({ reason }) => reason !== 'order'));

const where = (lines: readonly RelatedLine[]): string => (lines.length === 0 ? '' : ` [${lines.map(({ line, message }) => `${line + 1}: ${plainText(message)}`).join('; ')}]`);

export function* notReportedText(answer: NotReported): Generator<string> {
  yield `not reported (orders below ${answer.smallestOrder} never are): ${answer.worker}${where(answer.workerLines)}\n`;
  for (const { zone, node, orders } of answer.zones) {
    for (const { order, groups } of aboveSmallest(orders)) {
      for (const { reason, atLeast, atMost, text, lines } of groups) {
        const count = countText(atLeast === atMost ? atLeast : null, atLeast, atMost);
        yield `  ${node === 0 ? '' : `${node}/`}${plainText(zone)} order ${order}: ${count}, ${reason}: ${plainText(text)}${where(lines)}\n`;
      }
    }
  }
  for (const { text, lines } of answer.missing) yield `  not known: ${text}${lines.map(line => `\n    ${line}`).join('')}\n`;
}
