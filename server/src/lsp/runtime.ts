import type { AnalysisOptions, RuleInfo, TraceDocument } from '../core/index.js';
import type { Workers } from '../worker/workers.js';

/** All that the server needs of the world beside its connection, so that tests can give it another one. */
export interface Runtime {
  readonly openDocument: (text: string, options: AnalysisOptions) => TraceDocument;
  readonly ruleInfos: readonly RuleInfo[];
  readonly explainRule: (id: string) => string | undefined;
  /** Where `<id>.md` of a rule lies, ending in `/`; undefined where the documentation is not installed. */
  readonly ruleDocs: string | undefined;
  /** Threads for whole files, and for finding one's way in them. */
  readonly analyses: Workers;
  readonly readers: Workers;
  /** After what is already queued, e.g. messages that have arrived. */
  readonly defer: (work: () => void) => void;
  readonly after: (milliseconds: number, work: () => void) => void;
}
