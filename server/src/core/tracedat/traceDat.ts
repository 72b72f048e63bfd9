/** A trace.dat file of trace-cmd, versions 6 and 7, as text. */
import { ByteView } from './byteView.js';
import { environmentOf } from './machineNames.js';
import { merged, Stream } from './merge.js';
import { openFile } from './openFile.js';
import { Renderer } from './renderer.js';
import { eventsOf, pageLayout, type EventRecord, type PageLayout } from './ringBuffer.js';
import { done, failed, type ByteSource, type Decompress, type Outcome } from './source.js';
import { Option, type TraceFile } from './traceFile.js';

export interface TraceDat {
  /** The text in pieces, each of whole lines. */
  text(): Generator<string | Uint8Array>;
  /** What is wrong with the file, a clause each; complete when the text has been read. */
  readonly problems: readonly string[];
  /** Events read so far. */
  readonly events: number;
}

const PIECE = 1 << 16;

export function openTraceDat(source: ByteSource, decompress: Decompress): Outcome<TraceDat> {
  const opened = openFile(source, decompress);
  if (!opened.ok) return opened;
  const file = opened.value;
  if (file.texts.length > 0 && file.cpus.length === 0) return done(new Text(file, undefined, undefined));
  const layout = pageLayout(file.headerPage, file.preamble.pageSize);
  const why = file.problems.length > 0 ? `: it ${file.problems.join('; it ')}` : '';
  if (layout === undefined) return failed(`has no description of its ring buffer, so that nothing can be read${why}`);
  const renderer = new Renderer(file.events, {
    environment: environmentOf(file, layout.commitSize),
    hasLazy: hasLazyPreemption(releaseOf(file)),
    time: timeOf(file),
  });
  if (!renderer.knowsEvents) return failed(`has no description of its events, so that nothing can be read${why}`);
  if (file.cpus.length === 0) return failed(`has no events${why}`);
  return done(new Text(file, renderer, layout));
}

class Text implements TraceDat {
  events = 0;

  constructor(private readonly file: TraceFile, private readonly renderer: Renderer | undefined, private readonly layout: PageLayout | undefined) {}

  get problems(): readonly string[] {
    return this.file.problems;
  }

  * text(): Generator<string | Uint8Array> {
    const { file, layout, renderer } = this;
    yield* file.texts;
    if (renderer === undefined || layout === undefined) return;
    let piece = `cpus=${new Set(file.cpus.map(({ cpu }) => cpu)).size}\n`;
    if (/-rt\d*(?:-|$)/.test(releaseOf(file))) piece += '# buddyscope: preempt_rt=1\n';
    const streams = file.cpus.map(cpu => new Stream(cpu.cpu, eventsOf(file, cpu, layout)));
    // What a damaged part held is as lost as what the kernel did not record.
    const lostAtEnd = ({ cpu, isCut, next }: Stream): string => (isCut && next === undefined ? `CPU:${cpu} [LOST EVENTS]\n` : '');
    piece += streams.map(lostAtEnd).join('');
    for (const { record, stream } of merged(streams)) {
      piece += renderer.line(record, stream) + lostAtEnd(stream);
      this.events++;
      if (piece.length >= PIECE) {
        yield piece;
        piece = '';
      }
    }
    yield piece;
  }
}

const textOption = (file: TraceFile, id: number): string | undefined => {
  const bytes = file.options.get(id)?.at(-1);
  return bytes === undefined ? undefined : new ByteView(bytes, true).text(0).trim();
};

/** `Linux host 6.1.0-56-amd64 x86_64`: the third word. */
const releaseOf = (file: TraceFile): string => textOption(file, Option.Uname)?.split(/\s+/)[2] ?? '';

function hasLazyPreemption(release: string): boolean {
  const [major, minor] = release.split('.').map(part => parseInt(part, 10));
  return major > 6 || (major === 6 && minor >= 13);
}

/** Shifts and scales that the file asks for. */
function timeOf(file: TraceFile): (record: EventRecord) => bigint {
  const number = (id: number): bigint => {
    const text = textOption(file, id) ?? '';
    const match = /^([+-]?)(0x[\da-f]+|\d+)/i.exec(text);
    return match === null ? 0n : BigInt(match[2]) * (match[1] === '-' ? -1n : 1n);
  };
  // The date counts microseconds.
  const offset = number(Option.Offset) + number(Option.Date) * 1000n;
  const scale = file.options.get(Option.Tsc2Nsec)?.at(-1);
  if (scale === undefined || scale.length < 16) return ({ time }) => time + offset;
  const view = new ByteView(scale, file.preamble.little);
  const [multiplier, shift, start] = [BigInt(view.u32(0)), BigInt(view.u32(4)), view.u64(8)];
  return ({ time }) => ((time * multiplier) >> shift) + start + offset;
}
