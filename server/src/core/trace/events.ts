/**
 * The event catalogue: every event that means something to the engine, with its keys.
 * The order of the tables gives the numbers (`Ev`); they are not written to any file.
 */
import type { EventDefinition } from './catalogue/define.js';
import { freeListEvents } from './catalogue/freeLists.js';
import { stockEvents, walkEvents } from './catalogue/interfaces.js';
import { lockEvents } from './catalogue/locks.js';
import { hintingName, reportingEvents } from './catalogue/reporting.js';
import { Dialect } from './columns.js';

/** Index is the event's number; 0 is "not in the catalogue". */
export const eventDefinitions: readonly EventDefinition[] = [
  { name: '', keys: [], style: 'keys', meaning: 'An event that Buddyscope keeps and shows, but does not judge.' },
  ...lockEvents, ...freeListEvents, ...reportingEvents, ...walkEvents, ...stockEvents,
];

export interface EventName { readonly event: number; readonly isReturn: boolean; readonly dialect: Dialect }

const numbers = new Map<string, number>(eventDefinitions.map((d, i) => [d.name, i]));

/** The number of a catalogue event; a name that is not there is a programming error. */
export function ev(name: string): number {
  const number = numbers.get(name);
  if (number === undefined || number === 0) throw new Error(`no event ${name} in the catalogue`);
  return number;
}

/** Names other than the canonical ones and their v2 spellings. */
const aliases: Readonly<Record<string, string>> = {
  react_done: 'report__return', report_done: 'report__return', clear_page_reported: '__ClearPageReported',
  _raw_spin_lock: 'spin_lock', _raw_spin_lock_irq: 'spin_lock_irq', _raw_spin_lock_irqsave: 'spin_lock_irqsave', _raw_spin_trylock: 'spin_trylock',
  _raw_spin_unlock: 'spin_unlock', _raw_spin_unlock_irq: 'spin_unlock_irq', _raw_spin_unlock_irqrestore: 'spin_unlock_irqrestore',
  __rcu_read_lock: 'rcu_read_lock', __rcu_read_unlock: 'rcu_read_unlock',
  virtballoon_free_page_report: 'report', hv_free_page_report: 'report',
  get_from_free_page_list_entry: 'free_page_hint', mm_page_free_direct: 'mm_page_free', mm_pagevec_free: 'mm_page_free_batched',
};

const entries = (name: string): string[] => [name, `${name}__entry`, `p_${name}_0`];
const returns = (name: string): string[] => [`${name}__return`, `${name}_done`, `${name}__exit`, `r_${name}_0`];

function buildNames(): Map<string, EventName> {
  const names = new Map<string, EventName>();
  const put = (name: string, value: EventName): void => { if (!names.has(name)) names.set(name, value); };
  eventDefinitions.forEach((definition, event) => {
    if (event === 0) return;
    const hinting = hintingName(definition.name);
    const dialect = hinting === undefined ? Dialect.Neutral : Dialect.Reporting;
    const spellings: (readonly [string, Dialect])[] = [[definition.name, dialect]];
    if (hinting !== undefined) spellings.push([hinting, Dialect.Hinting]);
    for (const [name, spelling] of spellings) {
      for (const form of entries(name)) put(form, { event, isReturn: false, dialect: spelling });
      for (const form of returns(name)) put(form, { event, isReturn: true, dialect: spelling });
    }
  });
  for (const [alias, target] of Object.entries(aliases)) {
    const known = names.get(target);
    if (known === undefined) continue;
    names.set(alias, known);
    for (const form of entries(alias)) put(form, known);
    for (const form of returns(alias)) put(form, { ...known, isReturn: true });
  }
  return names;
}

/** Every accepted spelling of an event's name. */
export const eventNames: ReadonlyMap<string, EventName> = buildNames();

/** The name as the trace's dialect spells it, for messages. */
export function eventLabel(event: number, isReturn: boolean, dialect: number): string {
  const { name } = eventDefinitions[event];
  const own = dialect === Dialect.Hinting ? hintingName(name) ?? name : name;
  return isReturn ? `${own}__return` : own;
}
