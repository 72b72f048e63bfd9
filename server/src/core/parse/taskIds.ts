/** Task ids by pid without making a string of the name each time. */
import type { Names } from '../trace/names.js';
import { DIGIT_0, SPACE } from './bytes.js';
import { decodeUtf8 } from './utf8.js';

const SIZE = 4096;
/** Larger than any pid (2^22); what is beyond is rubbish. */
const MAX_PID = 0x7fffffff;

export class TaskIds {
  /** pid, or -1 - cpu for an idle task; a place holds the task seen last. */
  private readonly pids = new Int32Array(SIZE).fill(-0x80000000);
  private readonly ids = new Int32Array(SIZE);

  constructor(private readonly names: Names) {}

  /** The digits of the pid are bytes[pidFrom, pidEnd); the name may have blanks in front. -1 for a pid that cannot be. */
  id(bytes: Uint8Array, commFrom: number, commEnd: number, pidFrom: number, pidEnd: number, cpu: number): number {
    let pid = 0;
    for (let p = pidFrom; p < pidEnd; p++) {
      pid = pid * 10 + bytes[p] - DIGIT_0;
      if (pid > MAX_PID) return -1;
    }
    const key = pid === 0 ? -1 - cpu : pid;
    const place = key & (SIZE - 1);
    if (this.pids[place] === key) return this.ids[place];
    const id = this.names.task(pid, cpu, () => {
      let from = commFrom;
      while (from < commEnd && bytes[from] === SPACE) from++;
      return decodeUtf8(bytes, from, commEnd);
    });
    // `<...>` must be asked again: a later line may know the name.
    if (this.names.tasks[id].comm !== '<...>') {
      this.pids[place] = key;
      this.ids[place] = id;
    }
    return id;
  }
}
