/** The walk and the hint list. */
import { at, fault, hints, walks, type FaultCase } from './case.js';

export const callers: readonly FaultCase[] = [
  {
    rule: 'walk-goes-on-after-stop', interfaces: walks, undecided: 'it was the last block of the walk',
    fault: fault('walk-goes-on', name => (name === 'report_pfn_range' || name === 'walk_free_page_list' ? 'wrong' : name === 'walk_free_mem_block__return' ? 'undecided' : 'not yet')),
  },
  { rule: 'callback-sleeps', interfaces: walks, fault: { site: 'callback', *act(k, { by }) { yield* k.print(by, 'might_sleep', { caller: 'virtqueue_add_outbuf' }); } } },
  { rule: 'hint-buffer-overrun', interfaces: hints, fault: fault('hint-past-size', at('get_from_free_page_list__return')) },
];
