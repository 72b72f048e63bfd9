import { isToLarge } from '../../../server/src/protocol/largeGuards.js';
import type { FromLarge, ToLarge } from '../../../server/src/protocol/largePage.js';
import { listen, vscode } from '../vscodeApi.js';

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

export const onMessage = (listener: (message: ToLarge) => void): void => listen(isToLarge, listener);
