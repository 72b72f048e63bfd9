/** Files that are analysed from the disk: those that VS Code does not hand over, because they are too large or not open. */

/**
 * client -> server, request: reads the file, publishes its findings as diagnostics of its URI (without a version, at most 1,000).
 * Cancellable; with a `workDoneToken` the server reports how far it is. An error's message says what is wrong with the file.
 */
export const analyzeFileMethod = 'buddyscope/analyzeFile';
export interface AnalyzeFileParams { readonly uri: string; readonly workDoneToken?: string | number }
export interface AnalyzeFileResult {
  readonly uri: string;
  readonly interface: string | null;
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  readonly unrecognisedLines: number;
  readonly lostEvents: number;
  /** The line from which on not every page was kept, because the memory for them was full; null: all were. */
  readonly pagesNotKept: number | null;
  /** Why only a part of the file could be read, for a person; null where all of it was. */
  readonly damage: string | null;
  /** Of all findings that the settings list, whether or not there was room for them among the diagnostics. */
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** server -> client, notification: the findings of a file on the disk are new, or gone (it was deleted, or opened as text). */
export const fileFindingsMethod = 'buddyscope/fileFindings';
export interface FileFindingsParams { readonly uri: string; readonly result: AnalyzeFileResult | null }
