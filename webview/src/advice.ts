import type { CountsResult, ZoneCounts } from '../../server/src/protocol/messages.js';
import { number } from './text.js';

/** What is missing and what to do about it, with lines that can be copied into the trace. */
export interface Advice { readonly text: string; readonly lines: readonly string[] }

/** Why there are no bars for the selected zone. */
export function missingBars({ zones, interface: name }: CountsResult): Advice {
  if (zones.length > 0) return { text: 'The trace has not named this zone up to the line of the cursor. Move the cursor further down, or choose another zone.', lines: [] };
  const zoneLine = '# buddyscope: zone=Normal node=0 start_pfn=0x10000 end_pfn=0x40000';
  return name === null
    ? {
      text: 'Up to the line of the cursor the trace names no zone, and no page reporting interface was recognised in the whole trace. Move the cursor further down, or describe both at the top of the trace:',
      lines: ['# buddyscope: interface=mainline', zoneLine],
    }
    : { text: 'Up to the line of the cursor the trace names no zone. Move the cursor further down, or describe the zone at the top of the trace:', lines: [zoneLine] };
}

/** What to know about the bars that are there; undefined if everything is known. */
export function notesOn({ nrFree, reported, zone, node, bounds }: ZoneCounts, { missing, lostAt }: Pick<CountsResult, 'missing' | 'lostAt'>): Advice | undefined {
  if (missing !== null) return { text: missing, lines: [] };
  if (bounds !== undefined) {
    return { text: 'Where a box is dashed, or a number is given as bounds, the trace leaves the count open. Of orders that are not reported a stock kernel tells only what the lines of /proc/buddyinfo in the trace state.', lines: [] };
  }
  const unknownFree = nrFree.filter(value => value === null).length;
  if (unknownFree > 0) {
    const extent = unknownFree === nrFree.length ? 'All' : 'Some';
    const lines = [`# buddyscope: buddyinfo Node ${node}, zone ${zone} 1 2 0 0 1 0 0 0 0 0 0`];
    if (lostAt !== null) {
      return { text: `${extent} counts are unknown: events were lost at line ${number(lostAt + 1)}, so what was known before does not count. State them behind that line, with the zone's line of /proc/buddyinfo:`, lines };
    }
    return {
      text: `${extent} counts are unknown: the trace does not say which blocks were free when it began. State it at the top of the trace, with the zone's line of /proc/buddyinfo (or with free=none on the zone's settings line if nothing was free):`,
      lines,
    };
  }
  if (reported.every(value => value === null)) return { text: 'What is reported is unknown: the trace has no events of page reporting.', lines: [] };
  return undefined;
}
