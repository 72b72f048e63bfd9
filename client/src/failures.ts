import * as vscode from 'vscode';
import { ResponseError } from 'vscode-languageclient/node';

/** RequestCancelled, ContentModified, ServerCancelled: there is nothing to tell, or something newer is on its way. */
export const isCancelled = (error: unknown): boolean =>
  error instanceof vscode.CancellationError || (error instanceof ResponseError && [-32800, -32801, -32802].includes(error.code));
