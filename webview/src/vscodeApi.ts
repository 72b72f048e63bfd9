interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** It can be had only once in the life of a page. */
export const vscode = acquireVsCodeApi();

/** Calls the listener with each message that is one of the page's; others are dropped. */
export function listen<T>(isMessage: (value: unknown) => value is T, listener: (message: T) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isMessage(data)) listener(data);
  });
}
