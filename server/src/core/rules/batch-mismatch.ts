import { defineRule } from './defineRule.js';
import { blocks } from './ruleText.js';

export default defineRule({
  id: 'batch-mismatch',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'The number of entries in a batch changes between fill, report and drain',
  docs: {
    what: 'Reports a fill that states another number of entries than blocks were pulled, and a report or drain of another number than was filled.',
    why: 'Too many, and the driver reports memory that is in use; too few, and blocks are lost or never reported.',
    fix: 'Hand the return value of the fill to the report and to the drain unchanged, and end the scatterlist with it.',
    needs: 'get_unreported_page, page_reporting_fill and report with nents=.',
    source: 'page_reporting_cycle() of page reporting v5: nents of the fill goes to the driver and bounds the drain.',
  },
  observes: 'batch-differs',
  at: () => ({ key: 'nents' }),
  message: o => {
    const { stated, counted, step } = o.data;
    if (step === 'fill') return `The fill states ${stated} entries, but ${blocks(counted)} ${counted === 1 ? 'was' : 'were'} pulled since the last batch: the driver would report memory in use, or miss some. Count each pulled block once.`;
    const more = step === 'report' ? 'memory in use is reported' : 'blocks are freed that were not pulled';
    const fewer = step === 'report' ? 'the rest is marked without being reported' : 'the rest is lost';
    return `The ${step} handles ${stated} entries, but the batch was filled with ${counted}: ${stated > counted ? more : fewer}. Pass the fill's return value on unchanged.`;
  },
  related: o => [{ id: o.data.fillId, message: 'filled here' }],
});
