import { isToPanel } from '../../server/src/protocol/guards.js';
import type { FromPanel, ToPanel } from '../../server/src/protocol/panel.js';
import { listen, vscode } from './vscodeApi.js';

export function send(message: FromPanel): void {
  vscode.postMessage(message);
}

export function savedState(): unknown {
  return vscode.getState();
}

export function saveState(state: unknown): void {
  vscode.setState(state);
}

export const onMessage = (listener: (message: ToPanel) => void): void => listen(isToPanel, listener);
