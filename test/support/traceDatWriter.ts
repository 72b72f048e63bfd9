/** Writes trace.dat files of either version, for tests: from the parts of a real one, or made by hand. */

export interface Pages { readonly cpu: number; readonly bytes: Uint8Array }

export interface TraceDatParts {
  readonly little: boolean;
  readonly pageSize: number;
  readonly headerPage: string;
  readonly events: readonly { readonly system: string; readonly text: string }[];
  readonly kallsyms: string;
  readonly printk: string;
  readonly cmdlines: string;
  readonly clock: string;
  readonly release: string;
  readonly cpus: readonly Pages[];
}

export interface Packing { readonly name: string; readonly pack: (bytes: Uint8Array) => Uint8Array }

/** Bytes that grow; numbers in the order of the file. */
export class Writer {
  private bytes: number[] = [];

  constructor(private readonly little: boolean) {}

  get length(): number { return this.bytes.length; }

  number(value: number | bigint, size: number): this {
    const all = Array.from({ length: size }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
    return this.raw(this.little ? all : all.reverse());
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  text(text: string): this { return this.raw(Buffer.from(text)); }
  string(text: string): this { return this.text(`${text}\0`); }
  sized(text: string, width: number): this { return this.number(Buffer.byteLength(text), width).text(text); }

  fill(multiple: number): this {
    while (this.bytes.length % multiple !== 0) this.bytes.push(0);
    return this;
  }

  done(): Uint8Array { return Uint8Array.from(this.bytes); }
}

const magic = [0x17, 0x08, 0x44, ...Buffer.from('tracing')];

function start(parts: TraceDatParts, version: number): Writer {
  return new Writer(parts.little).raw(magic).string(String(version)).raw([parts.little ? 0 : 1, 8]).number(parts.pageSize, 4);
}

const headerInfo = (to: Writer, { headerPage }: TraceDatParts): Writer => to.string('header_page').sized(headerPage, 8).string('header_event').sized('', 8);

function ftraceFormats(to: Writer, { events }: TraceDatParts): Writer {
  const own = events.filter(({ system }) => system === 'ftrace');
  to.number(own.length, 4);
  for (const { text } of own) to.sized(text, 8);
  return to;
}

function eventFormats(to: Writer, { events }: TraceDatParts): Writer {
  const systems = [...new Set(events.map(({ system }) => system).filter(system => system !== 'ftrace'))];
  to.number(systems.length, 4);
  for (const name of systems) {
    const own = events.filter(({ system }) => system === name);
    to.string(name).number(own.length, 4);
    for (const { text } of own) to.sized(text, 8);
  }
  return to;
}

export function writeVersion6(parts: TraceDatParts): Uint8Array {
  const to = eventFormats(ftraceFormats(headerInfo(start(parts, 6), parts), parts), parts);
  to.sized(parts.kallsyms, 4).sized(parts.printk, 4).sized(parts.cmdlines, 8).number(parts.cpus.length, 4).string('options  ');
  for (const [id, text] of [[4, `[${parts.clock}] global`], [5, `Linux host ${parts.release} x86_64`]] as const) to.number(id, 2).sized(`${text}\0`, 4);
  to.number(0, 2).string('flyrecord');
  let at = Math.ceil((to.length + 16 * parts.cpus.length) / parts.pageSize) * parts.pageSize;
  for (const { bytes } of parts.cpus) {
    to.number(at, 8).number(bytes.length, 8);
    at += bytes.length;
  }
  to.fill(parts.pageSize);
  for (const { bytes } of parts.cpus) to.raw(bytes);
  return to.done();
}

/** `withPageSize`: as trace-cmd writes buffers since 3.2. */
export function writeVersion7(parts: TraceDatParts, packing?: Packing, withPageSize = true): Uint8Array {
  const { little, pageSize } = parts;
  const to = start(parts, 7).string(packing?.name ?? 'none').string('1');
  const table = to.length;
  to.number(0, 8);
  const options = new Writer(little);
  const section = (id: number, content: Uint8Array): void => {
    const bytes = packing === undefined ? content : packing.pack(content);
    options.number(id, 2).number(8, 4).number(to.length, 8);
    to.number(id, 2).number(packing === undefined ? 0 : 1, 2).number(0, 4).number(bytes.length + (packing === undefined ? 0 : 8), 8);
    if (packing !== undefined) to.number(bytes.length, 4).number(content.length, 4);
    to.raw(bytes);
  };
  section(16, headerInfo(new Writer(little), parts).done());
  section(17, ftraceFormats(new Writer(little), parts).done());
  section(18, eventFormats(new Writer(little), parts).done());
  section(19, new Writer(little).sized(parts.kallsyms, 4).done());
  section(20, new Writer(little).sized(parts.printk, 4).done());
  section(21, new Writer(little).sized(parts.cmdlines, 8).done());
  const release = new Writer(little).string(`Linux host ${parts.release} x86_64`).done();
  options.number(5, 2).number(release.length, 4).raw(release);

  const buffer = new Writer(little).number(to.length, 8).string('').string(parts.clock);
  if (withPageSize) buffer.number(pageSize, 4);
  buffer.number(parts.cpus.length, 4);
  to.number(3, 2).number(packing === undefined ? 0 : 1, 2).number(0, 4).number(0, 8).fill(pageSize);
  for (const { cpu, bytes } of parts.cpus) {
    const from = to.length;
    if (packing === undefined) to.raw(bytes);
    else packChunks(to, bytes, 2 * pageSize, packing);
    buffer.number(cpu, 4).number(from, 8).number(to.length - from, 8);
  }
  options.number(3, 2).number(buffer.length, 4).raw(buffer.done());

  const first = to.length;
  const end = new Writer(little).number(0, 8).done();
  options.number(0, 2).number(8, 4).raw(end);
  to.number(0, 2).number(0, 2).number(0, 4).number(options.length, 8).raw(options.done());
  const bytes = to.done();
  new DataView(bytes.buffer).setBigUint64(table, BigInt(first), little);
  return bytes;
}

function packChunks(to: Writer, bytes: Uint8Array, size: number, { pack }: Packing): void {
  to.number(Math.ceil(bytes.length / size), 4);
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size);
    const packed = pack(chunk);
    to.number(packed.length, 4).number(chunk.length, 4).raw(packed);
  }
}
