import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const folder = join(__dirname, '../fixtures/oracle');

/** After a release of the zone's lock; `line` is 1-based. */
export interface Row { readonly line: number; readonly zone: string; readonly nr_free: readonly number[]; readonly flagged: readonly number[] }
export interface Violation { readonly line: number; readonly violation: string }

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && 'nr_free' in value;
const isViolation = (value: unknown): value is Violation => typeof value === 'object' && value !== null && 'violation' in value;

export const oracleNames: readonly string[] = readdirSync(folder).filter(f => f.endsWith('.trace.gz')).map(f => f.slice(0, -'.trace.gz'.length)).sort();

export function readOracle(name: string): { trace: Uint8Array; rows: Row[]; violations: Violation[] } {
  const trace = gunzipSync(readFileSync(join(folder, `${name}.trace.gz`)));
  const lines = gunzipSync(readFileSync(join(folder, `${name}.truth.gz`))).toString('utf8').trim().split('\n');
  const facts = lines.map((line): unknown => JSON.parse(line));
  return { trace, rows: facts.filter(isRow), violations: facts.filter(isViolation) };
}
