/** Names that occur in a trace, each once, known by a small number. Numbers are stable while the object lives. */
export interface TaskName { comm: string; readonly pid: number; readonly idleCpu: number }
export interface ZoneName {
  /** `Normal`, or the text of a pointer. */
  readonly name: string;
  readonly node: number;
}

export class Names {
  readonly tasks: TaskName[] = [];
  readonly zones: ZoneName[] = [];
  readonly strings: string[] = [];
  /** Tasks whose name became known after their pid. */
  readonly named: number[] = [];
  private readonly taskIds = new Map<number, number>();
  private readonly zoneIds = new Map<string, number>();
  private readonly stringIds = new Map<string, number>();

  /** A task is its pid; the idle task (pid 0) is one on each CPU. A better comm than `<...>` replaces it. */
  task(pid: number, cpu: number, comm: () => string): number {
    const key = pid === 0 ? -1 - cpu : pid;
    const known = this.taskIds.get(key);
    if (known !== undefined) {
      if (this.tasks[known].comm === '<...>') this.name(known, comm());
      return known;
    }
    const id = this.tasks.length;
    this.tasks.push({ comm: comm(), pid, idleCpu: pid === 0 ? cpu : -1 });
    this.taskIds.set(key, id);
    return id;
  }

  private name(task: number, comm: string): void {
    if (comm === '<...>') return;
    this.tasks[task].comm = comm;
    this.named.push(task);
  }

  /** `Normal`, `0/Normal`, `"Normal"` or a pointer; `node` applies where the text does not name one. */
  zone(text: string, node: number): number {
    let name = text;
    let at = node;
    if (name.length > 1 && name.startsWith('"') && name.endsWith('"')) name = name.slice(1, -1);
    const slash = /^(\d+)\/(.+)$/.exec(name);
    if (slash) { at = Number(slash[1]); name = slash[2]; }
    const key = `${at}/${name}`;
    const known = this.zoneIds.get(key);
    if (known !== undefined) return known;
    const id = this.zones.length;
    this.zones.push({ name, node: at });
    this.zoneIds.set(key, id);
    return id;
  }

  string(text: string): number {
    const known = this.stringIds.get(text);
    if (known !== undefined) return known;
    const id = this.strings.length;
    this.strings.push(text);
    this.stringIds.set(text, id);
    return id;
  }

  /** By node, then by name; numbers without a name last. */
  compareZones(a: number, b: number): number {
    const [one, two] = [this.zones[a], this.zones[b]];
    if (one === undefined || two === undefined) return (one === undefined ? 1 : 0) - (two === undefined ? 1 : 0) || a - b;
    return one.node - two.node || (one.name < two.name ? -1 : one.name > two.name ? 1 : 0);
  }

  /** `Normal` on node 0, `1/Normal` elsewhere. */
  zoneLabel(id: number): string {
    const zone = this.zones[id];
    if (zone === undefined) return 'unknown zone';
    return zone.node === 0 ? zone.name : `${zone.node}/${zone.name}`;
  }

  /** The name of a task in the present text, where the text can change; else the first name that was seen is shown. */
  presentComm: ((id: number) => string | undefined) | undefined;

  taskLabel(id: number): string {
    const task = this.tasks[id];
    return task === undefined ? 'unknown task' : `${this.presentComm?.(id) ?? task.comm}-${task.pid}`;
  }
}
