import type { TextDocument } from 'vscode';

export const languageId = 'alloctrace';

export function isTrace(document: TextDocument): boolean {
  return document.languageId === languageId;
}
