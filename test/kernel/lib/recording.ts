/** A recording, read by its text alone: what the kernel printed, for comparison with what Buddyscope makes of it. */

export interface RecordedEvent {
  readonly line: number;
  readonly task: string;
  /** Microseconds. */
  readonly time: number;
  readonly name: string;
  /** Function of a probe line; '' elsewhere. */
  readonly function: string;
  readonly isReturn: boolean;
  /** Who has called that function, where the probe says so. */
  readonly caller: string | undefined;
  readonly args: ReadonlyMap<string, string>;
  /** The column of the flags. */
  readonly flags: string;
  readonly text: string;
}

const event = /^ *(.*-\d+) +\[\d+\] (\S+) +(\d+)\.(\d{6}): (\w+): (?:\((\S+)(?: <- (\S+?))?(?: \[\w+\])?\) ?)?(.*)$/;

export function eventsOf(text: string): readonly RecordedEvent[] {
  return text.split('\n').flatMap((line, i) => {
    const match = event.exec(line);
    if (line.startsWith('#') || match === null) return [];
    const [, task, flags, seconds, micros, name, at = '', returned, rest] = match;
    const args = new Map([...rest.matchAll(/(\w+)=(\{[^}]*\}|\S*)/g)].map(([, key, value]) => [key, value]));
    return [{
      line: i, task, time: Number(seconds) * 1e6 + Number(micros), name, function: (returned ?? at).replace(/[+.].*/, ''), isReturn: returned !== undefined,
      caller: (returned === undefined ? args.get('caller') : at)?.replace(/[+.].*/, ''), args, flags, text: rest,
    }];
  });
}

/** `key=` of the settings lines that hold `word`. */
export function settingOf(text: string, key: string, word = ''): string | undefined {
  return text.split('\n').filter(line => line.startsWith('# buddyscope: ') && line.includes(word)).map(line => new RegExp(`[ ]${key}=(\\S+)`).exec(line)?.[1]).find(value => value !== undefined);
}

export const order = (found: RecordedEvent): number => Number(found.args.get('order'));

/** Page frame of the `page=` of a probe. */
export const frames = (text: string) => (page: string): number => {
  const base = settingOf(text, 'vmemmap');
  const size = settingOf(text, 'page_struct');
  if (base === undefined || size === undefined) throw new Error('the recording has no vmemmap');
  const far = BigInt(page) - BigInt(base);
  if (far % BigInt(size) !== 0n) throw new Error(`${page} is not the address of a struct page`);
  return Number(far / BigInt(size));
};

/** Page frames of a scatterlist: page_link has two flags in its lowest bits. */
export function scatterlist(report: RecordedEvent, frame: (page: string) => number): readonly number[] {
  const words = ['sg', 'sg16'].flatMap(key => report.args.get(key)?.slice(1, -1).split(',') ?? []);
  return words.filter((_, i) => i % 4 === 0).map(word => frame(`0x${(BigInt(word) & ~3n).toString(16)}`));
}
