import * as vscode from 'vscode';
import type { PanelSelection, ToPanel } from '../../../server/src/protocol/panel.js';
import { isCancelled } from '../failures.js';
import type { AnalysisServer } from '../languageClient.js';
import { isTrace } from '../trace.js';
import type { TraceAtLine } from './activeTrace.js';

/** More than a panel has pixels; the server keeps minima and maxima when it thins. */
const points = 1600;

type Post = (message: ToPanel) => void;

/** Asks the server for the bars at a line and posts them, or why there are none. */
export async function fetchCounts(server: AnalysisServer, place: TraceAtLine, post: Post): Promise<void> {
  const { uri, line } = place;
  await guarded(server, place, post, async () => {
    const counts = await server.counts({ uri: uri.toString(), line });
    if (counts === undefined) return unavailable(`${fileOf(uri)} has not been analysed. Make it the active editor and choose “Allocator Trace” as its language.`);
    return { type: 'counts', file: fileOf(uri), uri: uri.toString(), counts };
  });
}

/** Asks the server why memory is not reported at a line and posts its answer. */
export async function fetchNotReported(server: AnalysisServer, place: TraceAtLine, post: Post): Promise<void> {
  const { uri, line } = place;
  await guarded(server, place, post, async () => {
    const notReported = await server.notReported({ uri: uri.toString(), line });
    return notReported === undefined ? undefined : { type: 'notReported', uri: uri.toString(), notReported };
  });
}

/** Asks the server for one order over the whole trace and posts it. */
export async function fetchSeries(server: AnalysisServer, place: TraceAtLine, selection: PanelSelection, post: Post): Promise<void> {
  const { uri } = place;
  await guarded(server, place, post, async () => {
    const series = await server.series({ uri: uri.toString(), ...selection, points });
    return series === undefined ? undefined : { type: 'series', uri: uri.toString(), selection, series };
  });
}

/** Turns everything that can go wrong into a message for the page; answers that have become useless are dropped. */
async function guarded(server: AnalysisServer, { uri, inViewer }: TraceAtLine, post: Post, ask: () => Promise<ToPanel | undefined>): Promise<void> {
  if (server.state === 'failed' || server.state === 'stopped') {
    return post({ type: 'unavailable', text: 'The analysis server is not running, so there are no numbers to show.', action: 'restart' });
  }
  try {
    // The server reads what the viewer shows by itself.
    if (!inViewer) await openTrace(uri);
    const message = await ask();
    if (message !== undefined) post(message);
  } catch (error) {
    if (!isCancelled(error)) post(unavailable(explain(uri, error)));
  }
}

/** After a reload of the window the panel can be there before its trace. */
async function openTrace(uri: vscode.Uri): Promise<void> {
  const wanted = uri.toString();
  if (vscode.workspace.textDocuments.some(document => document.uri.toString() === wanted)) return;
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isTrace(document)) throw new Error('it is not an allocator trace');
}

function explain(uri: vscode.Uri, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason.includes('50MB')) return `${fileOf(uri)} is larger than 50 MB. VS Code hands no such file to extensions; open it with “Allocator Trace: Open in Large Trace Viewer”, and the chart follows its lines.`;
  return reason.startsWith(fileOf(uri)) ? `${reason}.` : `${fileOf(uri)} cannot be shown: ${reason}`;
}

function unavailable(text: string): ToPanel {
  return { type: 'unavailable', text, action: null };
}

function fileOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1) || uri.toString();
}
