/** `interface=reporting-v5 page_shift=12 ...`: what the whole trace states of itself. */
import { interfaceNames, isInterfaceName, type Setting, type TraceOptions } from '../../trace/settings.js';
import { withProblems, type Field, type Fields } from './fields.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Reader = (options: Writable<TraceOptions>, fields: Fields, field: Field) => void;

/** A reader that stores a number under one of the options. */
const number = (key: 'pageShift' | 'maxOrder' | 'pageblockOrder' | 'pageReportingOrder' | 'capacity' | 'hwm' | 'hz' | 'sectionLimit' | 'lockLimit' | 'batchLockLimit' | 'pageStruct', max: number): Reader =>
  (options, fields, field) => {
    const value = fields.uint(field, max);
    if (value !== undefined) options[key] = value;
  };

const MAX_ORDER = 32;
const MAX_COUNT = 0x7fffffff;

const readInterface: Reader = (options, fields, field) => {
  if (isInterfaceName(field.value)) options.interface = field.value;
  else fields.problem(field.valueStart, Math.max(field.end, field.valueStart + 1), `Unknown interface; known: ${interfaceNames.join(', ')}`);
};

const readPreemptRt: Reader = (options, fields, field) => {
  const value = fields.uint(field, 1);
  if (value !== undefined) options.preemptRt = value === 1;
};

const readers: Readonly<Record<string, Reader>> = {
  interface: readInterface,
  kernel: (options, _fields, field) => { options.kernel = field.value; },
  page_shift: number('pageShift', 24),
  max_order: number('maxOrder', MAX_ORDER),
  pageblock_order: number('pageblockOrder', MAX_ORDER),
  page_reporting_order: number('pageReportingOrder', MAX_ORDER),
  capacity: number('capacity', MAX_COUNT),
  hwm: number('hwm', MAX_COUNT),
  hz: number('hz', 1_000_000),
  section_limit: number('sectionLimit', MAX_COUNT),
  lock_limit_us: number('lockLimit', MAX_COUNT),
  batch_lock_limit_us: number('batchLockLimit', MAX_COUNT),
  preempt_rt: readPreemptRt,
  migrate_types: (options, fields, field) => {
    const list = field.value.split(',');
    if (list.every(name => /^\w+$/.test(name)) && new Set(list.map(name => name.toUpperCase())).size === list.length) options.migrateTypes = list;
    else fields.problem(field.valueStart, Math.max(field.end, field.valueStart + 1), 'migrate_types must be names in number order, separated by commas');
  },
  vmemmap: (options, fields, field) => {
    if (/^0x[0-9a-f]{1,16}$/i.test(field.value)) options.vmemmap = field.value;
    else fields.problem(field.valueStart, Math.max(field.end, field.valueStart + 1), 'vmemmap must be an address in hex');
  },
  page_struct: number('pageStruct', 4096),
  // Spellings of the pagetrace_meta event.
  protocol: readInterface,
  rt: readPreemptRt,
};
const spellings = new Set(['protocol', 'rt']);
const names = Object.keys(readers).filter(key => !spellings.has(key));

/** `lenient`: unknown keys are kept by whoever wrote them, as in an event, and are no problem. */
export function readOptions(fields: Fields, lenient: boolean): Setting {
  const options: Writable<TraceOptions> = {};
  for (const field of fields.list) {
    const reader: Reader | undefined = Object.hasOwn(readers, field.key) ? readers[field.key] : undefined;
    if (reader) reader(options, fields, field);
    else if (!lenient) fields.unknown(field, names);
  }
  // Since 6.4 the kernel counts the highest order itself.
  if (lenient && options.maxOrder !== undefined && fields.value('max_order_inclusive') === '1') options.maxOrder++;
  if (Object.keys(options).length === 0) return { type: 'invalid', ...withProblems(fields) };
  return { type: 'options', options, ...withProblems(fields) };
}
