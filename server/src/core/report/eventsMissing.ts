import type { MissingPassage } from '../api.js';

/** Why the counts at a line are not known. */
export const eventsMissingText = ({ cpu, after, before }: MissingPassage): string =>
  `Events of ${cpu < 0 ? 'a CPU' : `CPU ${cpu}`} are missing between ${after === null ? 'the begin of the trace' : `line ${after + 1}`} and line ${before + 1}: free lists and counts here are not known.`;
