/** Binary recordings of trace-cmd, shown as text. */

/** client -> server, request: the text of a trace.dat on the disk. Cancellable. An error's message says what is wrong with the file. */
export const renderTraceDatMethod = 'buddyscope/renderTraceDat';
export interface RenderTraceDatParams { readonly uri: string }
export interface RenderTraceDatResult {
  readonly text: string;
  /** What of the file is not in the text, and why; null where all is. */
  readonly missing: string | null;
}

/** The document of the text has the file's URI with this scheme and ending, so that it is known as a trace. */
export const traceDatScheme = 'alloctrace-dat';
export const traceDatEnding = '.alloctrace';
