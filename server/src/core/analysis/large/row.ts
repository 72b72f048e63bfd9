import { Columns } from '../../trace/columns.js';

/** Row `i` as the only one, to keep it when the columns are used for other lines. */
export function copyRow(from: Columns, i: number): Columns {
  const to = new Columns(1);
  to.length = 1;
  to.kind[0] = from.kind[i]; to.event[0] = from.event[i]; to.form[0] = from.form[i]; to.cpu[0] = from.cpu[i]; to.flags[0] = from.flags[i];
  to.task[0] = from.task[i]; to.sec[0] = from.sec[i]; to.nsec[0] = from.nsec[i]; to.has[0] = from.has[i]; to.bad[0] = from.bad[i];
  to.zone[0] = from.zone[i]; to.pfn[0] = from.pfn[i]; to.order[0] = from.order[i]; to.migratetype[0] = from.migratetype[i];
  to.a[0] = from.a[i]; to.b[0] = from.b[i]; to.c[0] = from.c[i]; to.d[0] = from.d[i]; to.s[0] = from.s[i];
  const setting = from.settings.get(i);
  if (setting !== undefined) to.settings.set(0, setting);
  return to;
}
