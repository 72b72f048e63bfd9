import { isToPanel } from '../../server/src/protocol/guards.js';
import type { FromPanel, ToPanel } from '../../server/src/protocol/panel.js';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

// It can be had only once in the life of a page.
const vscode = acquireVsCodeApi();

export function send(message: FromPanel): void {
  vscode.postMessage(message);
}

export function savedState(): unknown {
  return vscode.getState();
}

export function saveState(state: unknown): void {
  vscode.setState(state);
}

export function onMessage(listener: (message: ToPanel) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isToPanel(data)) listener(data);
  });
}
