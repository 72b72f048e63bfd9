import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'preempt-rt',
  severity: 'info',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'The kernel is PREEMPT_RT',
  docs: {
    what: 'States, once, that a header, a setting, an rt_spin_lock event or the flags of a section show PREEMPT_RT.',
    why: 'The zone lock is a sleeping lock there: interrupts stay on and the holder may be preempted, so the rules about them are off.',
    fix: 'Nothing.',
    needs: 'Any of these.',
    source: 'rt_spin_lock(), kernel/locking/spinlock_rt.c.',
  },
  observes: 'preempt-rt',
  standsAlone: true,
  evidence: ['event', 'flags'],
  message: () => 'This kernel is PREEMPT_RT: the zone lock leaves interrupts on and may sleep. The rules about interrupts and sleeping are off for this trace.',
});
