import { defineRule } from './defineRule.js';

const states = ['IDLE', 'REQUESTED', 'ACTIVE'];
const stateName = (state: number): string => states[state] ?? `state ${state}`;

export default defineRule({
  id: 'state-transition',
  severity: 'error',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['I'],
  summary: 'The reporting device changes to a state that its present one does not lead to',
  docs: {
    what: 'Reports a change of the device state other than to REQUESTED (a request, or a budget that is used up), to ACTIVE (the worker starts) or from ACTIVE to IDLE (the worker ends), a change that starts from another state than the last one led to, and one that by= gives to another step.',
    why: 'The state is all that keeps a free from being forgotten: a request that is overwritten with IDLE is never served.',
    fix: 'Change the state with xchg() in the request and with cmpxchg(ACTIVE, IDLE) at the end of the worker; queue the work again if that fails.',
    needs: 'page_reporting_state events with old= and new=; by= (request, budget, process, end) where the trace has it.',
    source: '__page_reporting_request() and page_reporting_process() in mm/page_reporting.c.',
  },
  observes: 'state-changed',
  at: () => ({ key: 'new' }),
  message: ({ data: { from, to, by, wanted } }) => {
    const change = `The device goes from ${stateName(from)} to ${stateName(to)}`;
    if (wanted !== to) return `${change} by ${by === 'end' ? 'the end of the worker' : by === 'process' ? 'the start of the worker' : `a ${by}`}, which leads to ${stateName(wanted)}: a request is forgotten, or a run that nobody has asked for follows.`;
    return `${change}. Only a request leads to REQUESTED, the start of the worker to ACTIVE, and its end from ACTIVE to IDLE; anything else forgets a request.`;
  },
});
