/** What the mainline worker does and waits for (mm/page_reporting.c). */
import type { RelatedLine } from '../../api.js';
import { NO, g } from '../../engine/layout.js';
import { at, evidence, type Source } from './source.js';

export type Phase = 'not-registered' | 'running' | 'requested' | 'idle' | 'unknown';

export function phaseOf({ m }: Source): Phase {
  if (m.global(g.device) === NO) return 'not-registered';
  if (m.global(g.workerWho) !== 0) return 'running';
  if (m.global(g.runRequestId) !== 0) return 'requested';
  return m.global(g.runEndId) !== 0 ? 'idle' : 'unknown';
}

/** PAGE_REPORTING_DELAY. */
const DELAY = '2 s';

export function workerText(source: Source): { readonly text: string; readonly lines: readonly RelatedLine[] } {
  const { m } = source;
  const request = m.global(g.runRequestId);
  const [unregistered, began, ended] = [m.global(g.unregisterId), m.global(g.workerId), m.global(g.runEndId)];
  switch (phaseOf(source)) {
    case 'not-registered': return { text: `No device is registered${at(source, unregistered)}: nothing is reported until a driver registers.`, lines: evidence(source, [unregistered, 'the driver unregisters']) };
    case 'running': return {
      text: `The worker is at work${at(source, began)}.${request === 0 ? '' : ` Another run has been asked for meanwhile${at(source, request)} and begins ${DELAY} after this one.`}`,
      lines: evidence(source, [began, 'the run begins'], [request, 'another run is asked for']),
    };
    case 'requested': return { text: `A run has been asked for${at(source, request)} and has not begun: the worker waits ${DELAY} (PAGE_REPORTING_DELAY).`, lines: evidence(source, [request, 'a run is asked for']) };
    case 'idle': return {
      text: `The worker has nothing to do since its last run${at(source, ended)}: only a free that ends in a block of a reportable order asks for the next one.`,
      lines: evidence(source, [ended, 'the last run ends']),
    };
    case 'unknown': return { text: 'Up to here the trace shows no run of the worker and nothing that asks for one.', lines: [] };
  }
}
