/** What the settings and the events say of the kernel's configuration. */
import { Dialect } from '../trace/columns.js';
import { interfaceNames, type InterfaceName } from '../trace/settings.js';
import { g } from './layout.js';
import type { Machine } from './machine.js';

/** PAGE_REPORTING_MIN_ORDER. */
export const minOrder = (m: Machine): number => m.global(g.pageblockOrder);

const number = (name: InterfaceName): number => interfaceNames.indexOf(name) + 1;
const V2 = number('hinting-v2');
const V5 = number('reporting-v5');
const MAIN = number('mainline');

export const isV5 = (m: Machine): boolean => m.global(g.interface) === V5;
export const isV2 = (m: Machine): boolean => m.global(g.interface) === V2;
export const isMainline = (m: Machine): boolean => m.global(g.interface) === MAIN;

/** The interface by its number in the state, or undefined. */
export const interfaceOf = (m: Machine): InterfaceName | undefined => interfaceNames[m.global(g.interface) - 1];
export const setInterface = (m: Machine, name: InterfaceName): void => { if (!m.interfaceFixed) m.setGlobal(g.interface, number(name)); };

/** An event of one dialect shows the interface, unless that is known. */
export function sawDialect(m: Machine, mainline: boolean): void {
  if (m.global(g.interface) !== 0) return;
  if (mainline) m.setGlobal(g.interface, MAIN);
  else if (m.dialect === Dialect.Hinting) m.setGlobal(g.interface, V2);
  else if (m.dialect === Dialect.Reporting) m.setGlobal(g.interface, V5);
}
