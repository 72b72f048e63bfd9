/**
 * A trace without task names, raw addresses and free text, of which the analysis is the same: a line stays a line, and
 * everything that the rules look at keeps its place. Nothing random: stand-ins are given in order of first appearance.
 */
import { PendingLine } from '../analysis/pendingLine.js';
import { contextOf } from '../parse/detail/context.js';
import { Place } from '../parse/htmlPage.js';
import { LineParser } from '../parse/parseLines.js';
import { initialState } from '../parse/parseState.js';
import { eventDefinitions, eventNames } from '../trace/events.js';
import type { EventAlias } from '../trace/settings.js';
import { decodeUtf8 } from '../parse/utf8.js';
import { Columns, LineKind } from '../trace/columns.js';
import { Names } from '../trace/names.js';
import { redactPointers, redactTasks, redactUnknown } from './bodyText.js';
import { maskText, redactComment, redactFrame, redactGraph } from './headerText.js';
import { PointerNames } from './pointerNames.js';
import { WordNames } from './wordNames.js';

export interface Redactor {
  /** Bytes of the trace, in pieces of any size; returns the text of the lines that are complete by now. */
  push(bytes: Uint8Array): string;
  /** The text of what is left. */
  end(): string;
}

const BLOCK_LINES = 1024;
const NEWLINE = 10;
const markerLabel = /^([ \t]*(?:[\w$.]+:)?(?:tracing_mark_write|print|bprint|bputs|bpf_trace_printk):[ \t]*)(.*)$/s;
const eventLabel = /^([ \t]*(?:\/\* )?[\w$.:]+?:(?=[ \t]|$)[ \t]*)(.*)$/s;

/** What follows it is nothing, in front of a task, or what trace-cmd says of the input. */
const sourceName = /^([ \t]*)([^ \t[]\S*)(?=:[ \t]+(?:$|CPU:\d|cpus=\d|version = ))/;
/** More words than one, and not only the time of the kernel log. */
const loggerHead = /^(?!\[[ \d.]+\](?:\[[^\]]*\])? )[ \t]*[^ \t]+[ \t]+[^ \t]+.*[ \t]$/;
/** The tags around a part of the trace that stands on their lines, and the ends of lines in old pages. */
const pageParts = /^([ \t]*<script\b[^>]*\btrace-data\b[^>]*>)?(.*?)(<\/script>[ \t]*|\\n\\|\\n";|";)?$/s;
/** What makes the page one, and where a section begins and ends. */
const pageTag = /^[ \t]*(?:<!doctype html[^>]*>|<html\b|<\/script\b[^>]*>|var linuxPerfData = "\\|\\n";)/i;

class TraceRedactor implements Redactor {
  private readonly parser = new LineParser(new Names());
  private readonly columns = new Columns(BLOCK_LINES);
  private readonly words = new WordNames();
  private readonly pointers = new PointerNames();
  /** Of an endless line, no more is written than shows that it is one. */
  private readonly pending = new PendingLine();
  private texts = 0;

  constructor(events: readonly EventAlias[]) {
    this.parser.resume(initialState(events));
  }

  private readonly number = (): number => ++this.texts;

  push(bytes: Uint8Array): string {
    let from = 0;
    let text = '';
    if (!this.pending.isEmpty) {
      from = bytes.indexOf(NEWLINE) + 1;
      this.pending.add(from === 0 ? bytes : bytes.subarray(0, from));
      if (from === 0) return '';
      text = this.end();
    }
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end < bytes.length) this.pending.add(bytes.subarray(end));
    return text + this.lines(bytes.subarray(from, end));
  }

  end(): string {
    return this.lines(this.pending.take());
  }

  /** The file is a page of systrace, and not the trace's text itself. */
  private get isPage(): boolean {
    const { place } = this.parser.state;
    return place !== Place.Start && place !== Place.Text;
  }

  /** Of a page stay the tags that say where the trace is; the viewer and what other agents have collected go. */
  private pageLine(line: string, row: number): string {
    const [, open = '', text = line, close = ''] = pageParts.exec(line) ?? [];
    if (this.columns.kind[row] !== LineKind.Markup) return open + this.line(text, row) + close;
    const kept = pageTag.exec(line);
    return kept === null ? open + close : kept[0];
  }

  private lines(bytes: Uint8Array): string {
    const { columns } = this;
    const end = bytes.length;
    const out: string[] = [];
    for (let p = 0; p < end;) {
      const start = p;
      p = this.parser.parse(bytes, p, end, columns);
      for (let i = 0; i < columns.length; i++) {
        const text = decodeUtf8(bytes, start + columns.offset[i], start + columns.offset[i + 1]);
        const line = text.replace(/\r?\n$/, '');
        out.push(this.isPage ? this.pageLine(line, i) : this.line(line, i), text.slice(line.length));
      }
    }
    return out.join('');
  }

  private line(line: string, row: number): string {
    const { columns, words, pointers } = this;
    switch (columns.kind[row]) {
      case LineKind.Blank: return line;
      case LineKind.Comment: return /^\s*#/.test(line) ? redactComment(line, words, this.number) : this.context(line, body => body.replace(/#.*$/s, () => `# marker ${this.number()}`));
      case LineKind.Header: return this.context(line, body => (/^\s*#/.test(body) ? redactComment(body, words, this.number) : body));
      case LineKind.Raw: return this.context(line, body => redactPointers(body.replace(/( # \S+ ).*$/, (_all, head: string) => `${head}marker ${this.number()}`), pointers));
      case LineKind.Stack: return this.context(line, body => redactFrame(body, words, pointers));
      case LineKind.GraphArt: return redactGraph(this.context(line, body => body), words, pointers, this.number);
      case LineKind.Setting: return this.context(line, body => this.setting(body));
      case LineKind.Event: return this.context(line, body => this.event(body, columns.event[row] !== 0));
      case LineKind.Lost: return this.context(line, body => body);
      default: return this.context(line, maskText);
    }
  }

  /** The line with its task's name replaced and its body as `body` gives it. */
  private context(line: string, body: (text: string) => string): string {
    const { task, body: at, format } = contextOf(line);
    if (format === 'none') return body(this.withoutSource(line));
    const before = line.slice(0, task?.start ?? 0);
    const head = task === undefined ? line.slice(0, at) : (format === 'graph' ? before : this.head(before)) + this.words.task(task.text) + line.slice(task.end, at);
    return head + body(line.slice(at));
  }

  /** What stands in front of the task's name: a logger puts the time and the host there. */
  private head(text: string): string {
    return loggerHead.test(text) ? maskText(text) : this.withoutSource(text);
  }

  /** trace-cmd names the file or machine in front of the lines of several inputs. */
  private withoutSource(text: string): string {
    return text.replace(sourceName, (_all, blanks: string, name: string) => blanks + this.words.of(name));
  }

  private setting(text: string): string {
    const base = /\bvmemmap=0x([\da-fA-F]{1,16})\b/.exec(text);
    if (base !== null) this.pointers.setVmemmap(base[1]);
    return redactPointers(text, this.pointers);
  }

  /** Keys of a declared event that the analysis reads; its others are someone's own. */
  private declaredKeys(label: string): ReadonlySet<string> | undefined {
    const names = label.split(/[: \t]+/);
    const alias = this.parser.state.events.findLast(({ name }) => names.includes(name));
    const target = alias === undefined ? undefined : eventNames.get(alias.as);
    if (alias === undefined || target === undefined) return undefined;
    return new Set([...alias.keys.values(), ...eventDefinitions[target.event].keys.map(({ key }) => key)]);
  }

  private event(text: string, isKnown: boolean): string {
    if (isKnown) {
      const [, label, rest] = eventLabel.exec(text) ?? ['', '', text];
      const kept = this.declaredKeys(label);
      return redactPointers(label + (kept === undefined ? redactTasks(rest, this.words) : redactUnknown(rest, this.words, kept)), this.pointers);
    }
    const marker = markerLabel.exec(text);
    if (marker !== null) return `${marker[1]}marker ${this.number()}`;
    const [, label, rest] = eventLabel.exec(text) ?? ['', '', ''];
    // A function of the function tracer, `<stack trace>`.
    if (label === '') return redactPointers(text, this.pointers);
    if (rest !== '' && !/[\w)]=|^\(|^\s*\S+ \(/.test(rest)) return `${label}marker ${this.number()}`;
    return redactPointers(label + redactUnknown(redactTasks(rest, this.words), this.words), this.pointers);
  }
}

/** `events`: own events, as the settings declare them; what is known keeps its arguments. */
export const openRedactor = (events: readonly EventAlias[] = []): Redactor => new TraceRedactor(events);
