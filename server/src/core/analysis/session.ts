/** One trace being replayed: names, parser, machine, and how they are set up from the options. */
import type { AnalysisOptions, TraceSummary } from '../api.js';
import { interfaceOf, setInterface } from '../engine/config.js';
import { Machine } from '../engine/machine.js';
import { unkeptFrom } from '../engine/pageLimits.js';
import { LineParser } from '../parse/parseLines.js';
import { initialState, type ParseState } from '../parse/parseState.js';
import { migratetypeText, type RuleText } from '../rules/ruleText.js';
import { migrateTypesOf } from '../trace/migratetypes.js';
import { Names } from '../trace/names.js';
import type { Facts } from './facts.js';
import { timeText } from './timeText.js';
import { zoneSummaries } from './views.js';

export class Session {
  readonly names = new Names();
  readonly parser = new LineParser(this.names);
  readonly machine: Machine;
  /** In front of the first line. */
  readonly start: ParseState;

  constructor(options: AnalysisOptions) {
    this.machine = new Machine(this.names, options.limits);
    this.start = initialState(options.events);
    this.parser.resume(this.start);
    if (options.interface !== undefined) {
      setInterface(this.machine, options.interface);
      this.machine.interfaceFixed = true;
    }
  }

  typeNames(facts: Facts): readonly string[] {
    return facts.migrateTypes ?? migrateTypesOf(facts.kernel);
  }

  ruleText(facts: Facts): RuleText {
    const types = this.typeNames(facts);
    return {
      zone: id => this.names.zoneLabel(id),
      who: who => this.machine.whoLabel(who),
      migratetype: type => migratetypeText(type, types),
      string: id => this.names.strings[id] ?? '',
    };
  }

  /** The machine must stand behind the last line. `lineOf`: 0-based line of a line id. */
  summary(bytes: number, facts: Facts, lineOf: (id: number) => number): TraceSummary {
    const unkept = unkeptFrom(this.machine);
    const clock = facts.firstSec < 0 ? 'none' : facts.firstNsec < 0 ? 'counter' : 'time';
    return {
      bytes, lines: facts.lines, events: facts.events, unrecognisedLines: facts.unrecognised, lostEvents: facts.lost,
      interface: interfaceOf(this.machine) ?? null,
      firstTimeNs: timeText(facts.firstSec, facts.firstNsec), lastTimeNs: timeText(facts.lastSec, facts.lastNsec),
      clock, pagesNotKept: unkept === 0 ? null : { line: lineOf(unkept) }, zones: zoneSummaries(this.machine),
    };
  }
}
