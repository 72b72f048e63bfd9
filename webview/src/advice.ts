import type { CountsResult, ZoneCounts } from '../../server/src/protocol/messages.js';

/** Why there are no bars for the selected zone, and what to do; undefined where there are. */
export function missingBars({ zones, line, interface: name }: CountsResult, zone: ZoneCounts | undefined): string | undefined {
  if (zone !== undefined) return undefined;
  if (zones.length > 0 || line === 0) return 'The trace has not named this zone up to the line of the cursor. Move the cursor further down.';
  return name === null
    ? 'Up to this line the trace names no zone, and no page reporting interface was recognised in it. Record events that name a zone, or describe it in a settings line: # buddyscope: interface=reporting-v5, then # buddyscope: zone=Normal node=0 start_pfn=0x10000 end_pfn=0x40000.'
    : 'Up to this line the trace names no zone. Move the cursor further down, or describe the zone at the top: # buddyscope: zone=Normal node=0 start_pfn=0x10000 end_pfn=0x40000.';
}

/** What to know about the bars that are there; undefined if everything is known. */
export function notesOn({ nrFree, reported, zone, node }: ZoneCounts): string | undefined {
  const unknownFree = nrFree.filter(value => value === null).length;
  if (unknownFree > 0) {
    const extent = unknownFree === nrFree.length ? 'All' : 'Some';
    return `${extent} counts are unknown: the trace does not say which blocks were free when it began. State it at the top, with free=none on the zone's settings line if nothing was, or with the lines of /proc/buddyinfo: # buddyscope: buddyinfo Node ${node}, zone ${zone} 1 2 0 …`;
  }
  if (reported.every(value => value === null)) return 'What is reported is unknown: the trace has no events of page reporting.';
  return undefined;
}
