import { Irq, migrateDepthOf } from '../trace/columns.js';
import type { Machine } from './machine.js';

/** A line under a lock with interrupts on, no preempt depth and migration disabled is PREEMPT_RT's, not a fault. */
export const showsRt = (m: Machine): boolean => m.irqs === Irq.On && m.preemptDepth === 0 && migrateDepthOf(m.flags) > 0;
