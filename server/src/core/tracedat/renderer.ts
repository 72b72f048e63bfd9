/** Events as lines, in the form of `trace-cmd report` with the flags that the kernel prints. */
import { contextText } from './contextText.js';
import { parseFormat, type EventFormat } from './fields.js';
import { renderingOf, type Rendering } from './ftraceEvents.js';
import { graphEntry, graphExit, graphLeaf } from './graphText.js';
import type { Stream } from './merge.js';
import type { EventRecord } from './ringBuffer.js';
import type { EventText } from './traceFile.js';
import { fieldValue, type Environment, type Evaluation } from './values.js';

/** Shorter names are filled up. */
const NAME_WIDTH = 21;

export interface RendererOptions {
  readonly environment: Environment;
  readonly hasLazy: boolean;
  /** The time to print for the time of an event. */
  readonly time: (record: EventRecord) => bigint;
}

export class Renderer {
  private readonly formats = new Map<number, EventFormat>();
  private readonly renderings = new Map<number, Rendering>();

  constructor(events: readonly EventText[], private readonly options: RendererOptions) {
    for (const { system, text } of events) {
      const format = parseFormat(system, text);
      if (format !== undefined) this.formats.set(format.id, format);
    }
  }

  get knowsEvents(): boolean {
    return this.formats.size > 0;
  }

  /** The line with its end, and a line for lost events in front; `stream` shows the CPU's next event. */
  line(record: EventRecord, stream: Stream): string {
    const { environment, hasLazy, time } = this.options;
    const lost = record.lost === 0 ? '' : `CPU:${record.cpu} [LOST ${record.lost < 0 ? '' : `${record.lost} `}EVENTS]\n`;
    return `${lost}${contextText(record, time(record), environment, hasLazy)}${this.body(record, stream)}\n`;
  }

  private body(record: EventRecord, stream: Stream): string {
    const id = record.data.u16(0);
    const format = this.formats.get(id);
    if (format === undefined) return `[UNKNOWN EVENT ${id}]`;
    const of = { data: record.data, environment: this.options.environment };
    const name = `${format.name}:`.padEnd(NAME_WIDTH);
    if (format.system === 'ftrace' && format.name === 'funcgraph_entry') return `${name} ${this.graphEntry(format, of, record, stream)}`;
    if (format.system === 'ftrace' && format.name === 'funcgraph_exit') return `${name} ${graphExit(Number(number(format, 'depth', of)), durationOf(format, of))}`;
    const { isNamed, text } = this.rendering(id, format);
    return isNamed ? `${name} ${text(of)}` : text(of);
  }

  private rendering(id: number, format: EventFormat): Rendering {
    let rendering = this.renderings.get(id);
    if (rendering === undefined) {
      rendering = renderingOf(format);
      this.renderings.set(id, rendering);
    }
    return rendering;
  }

  /** A function that calls nothing is one line: its exit follows at once, and is taken with it. */
  private graphEntry(format: EventFormat, of: Evaluation, record: EventRecord, stream: Stream): string {
    const func = number(format, 'func', of);
    const depth = Number(number(format, 'depth', of));
    const name = of.environment.symbol(func, false);
    const next = stream.next;
    const exit = next === undefined || next.lost !== 0 ? undefined : this.formats.get(next.data.u16(0));
    if (next === undefined || exit?.system !== 'ftrace' || exit.name !== 'funcgraph_exit') return graphEntry(name, depth);
    const ofExit = { data: next.data, environment: of.environment };
    if (number(exit, 'func', ofExit) !== func || next.data.u32(4) !== record.data.u32(4)) return graphEntry(name, depth);
    stream.advance();
    return graphLeaf(name, depth, exit.byName.has('calltime') ? durationOf(exit, ofExit) : next.time - record.time);
  }
}

function number(format: EventFormat, name: string, of: Evaluation): bigint {
  const field = format.byName.get(name);
  const value = field === undefined ? undefined : fieldValue(of, field);
  return typeof value === 'bigint' ? value : 0n;
}

const durationOf = (format: EventFormat, of: Evaluation): bigint => BigInt.asUintN(64, number(format, 'rettime', of) - number(format, 'calltime', of));
