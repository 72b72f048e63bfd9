/** Names in front of a body that are no events: outer names of trace-cmd, markers, settings. */
import { LineKind } from '../trace/columns.js';
import { BAR, COLON, HEX, findByte, skipBlanks, skipClass, startsWith } from './bytes.js';
import { readFunction, readNamed, readStackMark, setEvent } from './body.js';
import { readGraphBody } from './graph.js';
import type { Line } from './line.js';
import { readNodeTable, readProcLine, readSettingLine } from './settings/settingLine.js';
import { readZoneFlags } from './zoneFlags.js';
import type { ShapeName } from './vocabulary.js';

/** Always true: such a line is understood as what its name says, whatever follows. */
export function readShape(line: Line, shape: ShapeName, name: number, rest: number, prefixes: number): boolean {
  switch (shape) {
    case 'tracing_mark_write': case 'print': case 'bprint': case 'bputs': return readPrint(line, shape, name, rest, prefixes);
    case 'function': if (!readFunction(line, rest, true)) custom(line, name, shape.length); return true;
    case 'funcgraph_entry': case 'funcgraph_exit': {
      const bar = findByte(line.bytes, rest, line.end, BAR);
      readGraphBody(line, bar < line.end ? bar + 1 : rest, shape === 'funcgraph_entry');
      return true;
    }
    case 'kernel_stack': case 'user_stack': line.out.kind[line.row] = LineKind.Stack; return true;
    case 'zone_flags': return readZoneFlags(line, name, rest);
    case 'buddyinfo': case 'pagetypeinfo': case 'zoneinfo': case 'buddy_snapshot': readProcLine(line, shape, rest); return true;
    default: readSettingLine(line, shape, rest); return true;
  }
}

/** A marker's or trace_printk's text: a name of its own, a /proc line, or just words. */
function readPrint(line: Line, shape: ShapeName, name: number, from: number, prefixes: number): boolean {
  const { bytes, end } = line;
  // trace-cmd prints the writer's address where it has no symbols: `print: 0xffffffffa95c36bd: text`.
  const address = startsWith(bytes, from, end, '0x') ? skipClass(bytes, from + 2, end, HEX) : from;
  const rest = address > from + 2 && address < end && bytes[address] === COLON ? skipBlanks(bytes, address + 1, end) : from;
  if (readNodeTable(line, rest)) return true;
  if (prefixes > 0 && readNamed(line, rest, prefixes - 1, true)) return true;
  if (readStackMark(line, rest)) return true;
  custom(line, name, shape.length);
  return true;
}

function custom(line: Line, name: number, length: number): void {
  setEvent(line, -1, false, 0, name, name + length);
}

