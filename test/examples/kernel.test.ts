/** The capture of a healthy kernel that comes with Buddyscope: nothing is wrong, and the counts are what the kernel itself printed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream, type SeriesRow } from '../../server/src/core/index.js';
import { readText } from '../support/repository.js';

const text = readText('docs/examples/kernel/k6.1-page-reporting.ftrace');

test('free blocks between two snapshots lead from the one to the other', () => {
  const snapshots = text.split('\n').flatMap((line, at) => {
    const [, zone, counts] = /buddyinfo: Node 0, zone\s+(\w+)((?:\s+\d+)+)/.exec(line) ?? [];
    return zone === undefined ? [] : [{ at, zone, counts: counts.trim().split(/\s+/).map(Number) }];
  });
  assert.equal(snapshots.length, 4);
  const document = openDocument(text);
  for (const { at, zone, counts } of snapshots.slice(2)) {
    const before = document.stateAt(at - 1).zones.find(known => known.zone === zone);
    assert.deepEqual(before?.nrFree.slice(9), counts.slice(9), `${zone}: known before line ${at + 1} states it`);
  }
});

test('a run of the worker leaves every block reported, except in the zone that it skips', () => {
  const zones = openDocument(text).stateAt(1112).zones.map(({ zone, nrFree, reported, inFlight, bounds }) => ({
    zone, free: nrFree.slice(9), reported: reported.slice(8), inFlight: inFlight[10], least: bounds?.reportedAtLeast.slice(9), most: bounds?.reportedAtMost.slice(9),
  }));
  assert.deepEqual(zones, [
    { zone: 'DMA', free: [1, 3], reported: [0, null, null], inFlight: 0, least: [0, 0], most: [1, 3] },
    { zone: 'DMA32', free: [2, 202], reported: [0, 2, 202], inFlight: 0, least: undefined, most: undefined },
  ]);
});

test('bounds are never the wrong way round, and nothing is found', () => {
  const rows: SeriesRow[] = [];
  const stream = openStream({}, { onSeries: row => { rows.push(row); } });
  stream.push(Buffer.from(text));
  assert.deepEqual(stream.end().findings.filter(({ severity }) => severity !== 'info'), []);
  const inOrder = (...values: (number | null)[]): boolean => values.every((value, i) => value === null || values.slice(i + 1).every(later => later === null || value <= later));
  for (const { bounds: b, line } of rows) {
    if (b === undefined) continue;
    assert.ok(inOrder(0, b.reportedAtLeast, b.reportedAtMost, b.nrFreeAtMost) && inOrder(0, b.nrFreeAtLeast, b.nrFreeAtMost), `line ${line + 1}: ${JSON.stringify(b)}`);
  }
  assert.ok(rows.some(({ bounds }) => bounds !== undefined));
});
