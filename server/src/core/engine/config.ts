/** What the settings and the events say of the kernel's configuration. */
import { Dialect } from '../trace/columns.js';
import { interfaceNames, type InterfaceName } from '../trace/settings.js';
import { g } from './layout.js';
import type { Machine } from './machine.js';

/** PAGE_REPORTING_MIN_ORDER; page_reporting_order of mainline, where the trace states it. */
export const minOrder = (m: Machine): number =>
  (isMainline(m) && m.global(g.reportingOrder) > 0 ? m.global(g.reportingOrder) - 1 : m.global(g.pageblockOrder));

const number = (name: InterfaceName): number => interfaceNames.indexOf(name) + 1;
const V2 = number('hinting-v2');
const V5 = number('reporting-v5');
const MAIN = number('mainline');

export const isV5 = (m: Machine): boolean => m.global(g.interface) === V5;
export const isV2 = (m: Machine): boolean => m.global(g.interface) === V2;
export const isMainline = (m: Machine): boolean => m.global(g.interface) === MAIN;

/** move_to_free_list() puts the block at the tail since 5.10; the posted patches put it at the head. */
export const movesToTail = (m: Machine): boolean => isMainline(m) && (m.global(g.kernel) === 0 || m.global(g.kernel) >= 5_010);

/** The interface by its number in the state, or undefined. */
export const interfaceOf = (m: Machine): InterfaceName | undefined => interfaceNames[m.global(g.interface) - 1];
export function setInterface(m: Machine, name: InterfaceName): void {
  if (m.interfaceFixed) return;
  m.setGlobal(g.interface, number(name));
  m.setGlobal(g.balloonFound, 0);
}

/** No interface is known, or one that only looks so: a balloon that allocates may run beside anything else. */
export const isInterfaceOpen = (m: Machine): boolean => m.global(g.interface) === 0 || m.global(g.balloonFound) === 1;

/** An event of one dialect shows the interface, unless that is known. */
export function sawDialect(m: Machine, mainline: boolean): void {
  if (!isInterfaceOpen(m)) return;
  const found = mainline ? MAIN : m.dialect === Dialect.Hinting ? V2 : m.dialect === Dialect.Reporting ? V5 : 0;
  if (found === 0) return;
  m.setGlobal(g.interface, found);
  m.setGlobal(g.balloonFound, 0);
}
