import type { CountsResult, SeriesResult, ZoneCounts } from '../../server/src/protocol/messages.js';
import type { NotReportedResult } from '../../server/src/protocol/notReported.js';
import type { ToPanel } from '../../server/src/protocol/panel.js';
import { reduce } from '../../webview/src/model.js';
import type { Action, ViewState } from '../../webview/src/model.js';
import { fromSaved } from '../../webview/src/savedState.js';

export const uri = 'file:///a.alloctrace';

export const normal: ZoneCounts = { zone: 'Normal', node: 0, nrFree: [1, 0, 7, null], reported: [0, 0, 3, null], inFlight: [0, 0, 1, null] };
export const dma: ZoneCounts = { zone: 'DMA32', node: 0, nrFree: [0, 1, 0, 0], reported: [null, null, null, null], inFlight: [null, null, null, null] };

/** Order 2 has no upper bound of what is reported. */
export const stock: ZoneCounts = {
  zone: 'DMA32', node: 0, nrFree: [null, 5, null], reported: [0, null, null], inFlight: [0, 0, 1],
  bounds: { nrFreeAtLeast: [null, 5, 3], nrFreeAtMost: [null, 5, 7], reportedAtLeast: [0, 2, 2], reportedAtMost: [0, 5, null] },
};
export const stockSeries: SeriesResult = {
  version: 1, lines: [9, 19, 29, 49], offsetsNs: [0, 1000, 2000, 5000], firstTimeNs: '100000001000', lastOffsetNs: 8000,
  nrFree: [5, null, null, 8], reported: [null, null, null, 8], inFlight: [0, 0, 1, 0],
  bounds: { nrFreeAtLeast: [5, 6, 7, 8], nrFreeAtMost: [5, 8, 9, 8], reportedAtLeast: [1, 2, 2, 8], reportedAtMost: [null, 5, 6, 8] },
};

export const answer: NotReportedResult = {
  version: 1, line: 41, answer: {
    smallestOrder: 2, worker: 'A run has been asked for (line 12).', workerLines: [{ line: 11, message: 'a run is asked for' }],
    block: { pfn: '0x3c0', order: 2, reason: 'requested', text: 'Freed since.', lines: [{ line: 40, message: 'free since then' }] },
    zones: [{
      zone: 'Normal', node: 0, orders: [
        { order: 0, groups: [{ reason: 'order', atLeast: 1, atMost: 1, text: 'Never.', lines: [] }] },
        { order: 2, groups: [{ reason: 'requested', atLeast: 3, atMost: 3, text: 'Freed since.', lines: [{ line: 11, message: 'a run is asked for' }] }, { reason: 'unknown', atLeast: 0, atMost: null, text: 'Not told.', lines: [] }] },
      ],
    }, { zone: 'DMA32', node: 0, orders: [] }],
    missing: [{ text: 'Something is missing:', lines: ['# buddyscope: vmemmap=0xffffea0000000000'] }],
  },
};

export function countsOf(fields: Partial<CountsResult> = {}): CountsResult {
  return { version: 1, line: 41, lineCount: 1200, timeNs: '100000005000', interface: 'reporting-v5', zones: [dma, normal], missing: null, lostAt: null, ...fields };
}

export function countsMessage(fields: Partial<CountsResult> = {}, of = uri): ToPanel {
  return { type: 'counts', file: 'a.alloctrace', uri: of, counts: countsOf(fields) };
}

export const series: SeriesResult = {
  version: 1, lines: [9, 19, 29, 49], offsetsNs: [0, 2000, 1000, 5_000_000_000], firstTimeNs: '100000001000', lastOffsetNs: 8_000_000_000,
  nrFree: [null, 5, 6, 4], reported: [null, 0, 2, 2], inFlight: [0, 0, 1, 0],
};

export function after(...actions: readonly Action[]): ViewState {
  return actions.reduce((state, action) => reduce(state, action).state, fromSaved(undefined));
}

export function received(message: ToPanel): Action {
  return { type: 'received', message };
}
