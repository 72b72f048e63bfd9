/** The choices of a recording, checked. */
import { type InterfaceName, interfaceNames, isInterfaceName } from '../trace/settings.js';
import { defaultGroups, type EventGroupName, eventGroups, isEventGroup } from './groups.js';

/** As a person gives them; what is absent has a default. */
export interface CaptureRequest {
  /** `6.1`: the kernel that the script is for. */
  readonly kernel?: string | undefined;
  readonly interface?: string | undefined;
  readonly seconds?: number | undefined;
  /** MiB of trace buffer, all CPUs together. */
  readonly size?: number | undefined;
  /** `reporting,kmem,sched:sched_waking`: groups and single tracepoints. */
  readonly events?: string | undefined;
}

export interface CaptureOptions {
  /** Undefined: any; the script looks for itself. */
  readonly kernel: string | undefined;
  readonly interface: InterfaceName;
  readonly seconds: number;
  readonly size: number;
  readonly groups: readonly EventGroupName[];
  /** Single tracepoints, `system/event`. */
  readonly tracepoints: readonly string[];
  /** What was asked for and is left out, and why: one sentence each. */
  readonly notes: readonly string[];
}

export type CaptureChoice = { readonly ok: true; readonly options: CaptureOptions } | { readonly ok: false; readonly reason: string };

export const captureDefaults = { interface: 'mainline', seconds: 10, size: 64 } as const;
/** A day; four gigabytes. */
export const captureLimits = { seconds: 86_400, size: 4096 } as const;

const bad = (reason: string): CaptureChoice => ({ ok: false, reason });

export function checkCapture(request: CaptureRequest): CaptureChoice {
  const { kernel, interface: name = captureDefaults.interface, seconds = captureDefaults.seconds, size = captureDefaults.size } = request;
  const version = kernel === undefined ? undefined : /^(\d{1,2})\.(\d{1,3})(?:[.+-][\w.+~-]{0,64})?$/.exec(kernel);
  if (version === null) return bad(`kernel '${String(kernel)}' is not a version; write it as 6.1`);
  if (!isInterfaceName(name)) return bad(`unknown interface '${name}'; it is one of ${interfaceNames.join(', ')}`);
  if (!isWithin(seconds, captureLimits.seconds)) return bad(`seconds must be a whole number from 1 to ${captureLimits.seconds}, not ${seconds}`);
  if (!isWithin(size, captureLimits.size)) return bad(`size must be a whole number of megabytes from 1 to ${captureLimits.size}, not ${size}`);
  const events = readEvents(request.events);
  if (typeof events === 'string') return bad(events);
  const notes: string[] = [];
  let { groups } = events;
  if (version !== undefined && name === 'mainline' && Number(version[1]) * 1000 + Number(version[2]) < 5007 && groups.includes('reporting')) {
    groups = groups.filter(group => group !== 'reporting');
    notes.push(`Linux ${version[1]}.${version[2]} has no free page reporting, which came with 5.7: its probes are left out.`);
    if (groups.length === 0 && events.tracepoints.length === 0) return bad(`Linux ${version[1]}.${version[2]} has no free page reporting, which came with 5.7; choose other events`);
  }
  return { ok: true, options: { kernel: version && `${version[1]}.${version[2]}`, interface: name, seconds, size, groups, tracepoints: events.tracepoints, notes } };
}

const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;

/** A text is what is wrong. */
function readEvents(list: string | undefined): { readonly groups: readonly EventGroupName[]; readonly tracepoints: readonly string[] } | string {
  if (list === undefined) return { groups: defaultGroups, tracepoints: [] };
  const words = list.split(',').map(word => word.trim()).filter(word => word !== '');
  const known = eventGroups.map(group => group.name).join(', ');
  if (words.length === 0) return `no events chosen; the groups are ${known}, and single tracepoints are written system:event`;
  const chosen = new Set<EventGroupName>();
  const tracepoints = new Set<string>();
  for (const word of words) {
    if (isEventGroup(word)) chosen.add(word);
    else if (/^\w{1,64}:\w{1,64}$/.test(word)) tracepoints.add(word.replace(':', '/'));
    else return `unknown events '${word}'; the groups are ${known}, and single tracepoints are written system:event`;
  }
  // In the order of the groups, so that the same choice gives the same script.
  return { groups: eventGroups.map(group => group.name).filter(name => chosen.has(name)), tracepoints: [...tracepoints] };
}
