/** The shells of target machines that are here, as the words that start them. */
import { spawnSync } from 'node:child_process';

const known: readonly (readonly string[])[] = [['dash'], ['busybox', 'sh'], ['sh']];

export const isHere = (program: string): boolean => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
export const shells = known.filter(([program]) => isHere(program));
export const missingShells = known.filter(([program]) => !isHere(program)).map(words => words.join(' '));
