/** Rules, or single interfaces of them, that the twin has no fault for: each with the reason. */
import type { InterfaceName } from '../../../server/src/core/trace/settings.js';

export interface Exemption { readonly rule: string; readonly interfaces: readonly InterfaceName[]; readonly reason: string }

const noBalloon = 'who takes a block as its buffer allocates nothing: the runs of a balloon are judged in a trace of torvalds-alloc only';

export const exemptions: readonly Exemption[] = [
  { rule: 'alloc-depletes-zone', interfaces: ['wilcox-buffer'], reason: noBalloon },
  { rule: 'alloc-missing-gfp-flags', interfaces: ['wilcox-buffer'], reason: noBalloon },
];
