/** Why is this memory not reported? What client, server and page say to each other about it. Lines are 0-based as in LSP. */

/** client -> server, request: `CountsParams`. */
export const notReportedMethod = 'buddyscope/notReported';

export interface EvidenceLine { readonly line: number; readonly message: string }

/** Blocks of one order that are free and not reported for one reason. */
export interface NotReportedGroup {
  /** A word for scripts, e.g. `watermark`; `text` says it to people. */
  readonly reason: string;
  readonly atLeast: number;
  /** null: not known. */
  readonly atMost: number | null;
  readonly text: string;
  readonly lines: readonly EvidenceLine[];
}
export interface NotReportedZone {
  readonly zone: string;
  readonly node: number;
  readonly orders: readonly { readonly order: number; readonly groups: readonly NotReportedGroup[] }[];
}
/** The block that the page of the line lies in. */
export interface NotReportedBlock {
  /** First page frame number, as `0x...`. */
  readonly pfn: string;
  readonly order: number | null;
  /** null: it is reported, or not free. */
  readonly reason: string | null;
  readonly text: string;
  readonly lines: readonly EvidenceLine[];
}
export interface NotReportedAnswer {
  readonly smallestOrder: number;
  readonly worker: string;
  readonly workerLines: readonly EvidenceLine[];
  readonly block: NotReportedBlock | null;
  readonly zones: readonly NotReportedZone[];
  /** What the trace lacks for a full answer, and lines for its top that would give it. */
  readonly missing: readonly { readonly text: string; readonly lines: readonly string[] }[];
}
export interface NotReportedResult {
  readonly version: number;
  readonly line: number;
  /** null: no interface that reports is recognised. */
  readonly answer: NotReportedAnswer | null;
}
