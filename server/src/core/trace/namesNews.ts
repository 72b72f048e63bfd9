/** What became known of names since the last look, for another thread's copy of them. */
import type { Names, TaskName, ZoneName } from './names.js';

export interface NamesNews {
  readonly tasks: readonly TaskName[];
  readonly zones: readonly ZoneName[];
  readonly strings: readonly string[];
  /** Tasks whose name was not known at first. */
  readonly named: readonly { readonly id: number; readonly comm: string }[];
}

/** Looks after one `Names`, which only grows. */
export class NamesJournal {
  private tasks = 0;
  private zones = 0;
  private strings = 0;
  private named = 0;

  constructor(private readonly names: Names) {}

  /** Undefined where there is nothing new. */
  take(): NamesNews | undefined {
    const { tasks, zones, strings, named } = this.names;
    if (tasks.length === this.tasks && zones.length === this.zones && strings.length === this.strings && named.length === this.named) return undefined;
    const news = {
      tasks: tasks.slice(this.tasks), zones: zones.slice(this.zones), strings: strings.slice(this.strings),
      named: named.slice(this.named).map(id => ({ id, comm: tasks[id].comm })),
    };
    this.tasks = tasks.length;
    this.zones = zones.length;
    this.strings = strings.length;
    this.named = named.length;
    return news;
  }
}

/** Makes the copy know what the journal's names know. It must not be asked for numbers of names itself. */
export function addNews(copy: Names, { tasks, zones, strings, named }: NamesNews): void {
  for (const task of tasks) copy.tasks.push({ ...task });
  for (const zone of zones) copy.zones.push(zone);
  for (const string of strings) copy.strings.push(string);
  for (const { id, comm } of named) copy.tasks[id].comm = comm;
}
