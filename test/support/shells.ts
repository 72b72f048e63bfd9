/** The shells of target machines that are here, as the words that start them; `sh` stands for those that are not. */
import { spawnSync } from 'node:child_process';

export const isHere = (program: string): boolean => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;

const small: readonly (readonly string[])[] = [['dash'], ['busybox', 'sh']];
const here = small.filter(([program]) => isHere(program));
export const shells: readonly (readonly string[])[] = here.length === small.length ? here : [...here, ['sh']];
