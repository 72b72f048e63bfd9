import { randomBytes } from 'node:crypto';

/** New for each page: only what carries it may run or style. */
export const createNonce = (): string => randomBytes(24).toString('base64');
