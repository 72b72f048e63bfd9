/** Every fault that the twin knows. */
import { accounting } from './accounting.js';
import { alternatives } from './alternatives.js';
import { boundary } from './boundary.js';
import type { FaultCase } from './case.js';
import { input } from './input.js';
import { lifecycle } from './lifecycle.js';
import { locking } from './locking.js';
import { mainline } from './mainline.js';
import { callers } from './walks.js';
import { wholeFile } from './wholeFile.js';

export const cases: readonly FaultCase[] = [
  ...locking, ...boundary, ...accounting, ...lifecycle, ...callers, ...mainline, ...alternatives, ...input, ...wholeFile,
];
