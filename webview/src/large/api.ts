import { isToLarge } from '../../../server/src/protocol/largeGuards.js';
import type { FromLarge, ToLarge } from '../../../server/src/protocol/largePage.js';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

// It can be had only once in the life of a page.
const vscode = acquireVsCodeApi();

export function send(message: FromLarge): void {
  vscode.postMessage(message);
}

export function savedLine(): number {
  const state = vscode.getState();
  const line = typeof state === 'object' && state !== null && 'line' in state ? state.line : 0;
  return typeof line === 'number' && Number.isSafeInteger(line) && line >= 0 ? line : 0;
}

export function saveLine(line: number): void {
  vscode.setState({ line });
}

export function onMessage(listener: (message: ToLarge) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isToLarge(data)) listener(data);
  });
}
