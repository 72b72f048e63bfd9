/** Stand-ins of the same length for task names and other words, in order of first appearance. */

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Bound of the memory; later words may then share a stand-in. */
const MAX_NAMES = 1 << 20;

/** Tasks of the kernel itself: their names tell nothing of the machine's owner, and the analysis reads some. */
const kernelTask = new RegExp([
  String.raw`^(?:<[.\w]+>|swapper(?:\/\d+)?|(?:ksoftirqd|migration|cpuhp|ktimers|irq_work|rcuc|rcuop|rcuog|rcuos|idle_inject)\/\d+`,
  String.raw`rcu_(?:sched|preempt|bh|gp|par_gp)|kswapd\d+|kcompactd\d+|khugepaged|kthreadd|kworker\/(?:u?\d+:\d+H?|R))$`,
].join('|'));
const workerPrefix = 'kworker/';

export class WordNames {
  private readonly names = new Map<string, string>();
  private readonly counts = new Map<number, number>();

  /** A task's name as the trace prints it. */
  task(comm: string): string {
    if (kernelTask.test(comm)) return comm;
    // Readers look for workers by this prefix; a worker's own suffix names a driver or a device.
    if (comm.startsWith(workerPrefix)) return workerPrefix + this.of(comm.slice(workerPrefix.length));
    return this.of(comm);
  }

  of(word: string): string {
    if (word === '') return word;
    const known = this.names.get(word);
    if (known !== undefined) return known;
    const count = this.counts.get(word.length) ?? 0;
    this.counts.set(word.length, count + 1);
    const name = spell(count, word.length);
    if (this.names.size < MAX_NAMES) this.names.set(word, name);
    return name;
  }
}

/** `a`, `b`, ...; `task` in front where there is room. */
function spell(count: number, length: number): string {
  const prefix = length >= 7 ? 'task' : '';
  let name = '';
  for (let rest = count; name.length + prefix.length < length; rest = Math.floor(rest / letters.length)) name = letters[rest % letters.length] + name;
  return prefix + name;
}
