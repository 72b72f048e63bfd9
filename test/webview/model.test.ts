import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reduce, shownAnswer, shownSeries, shownZone } from '../../webview/src/model.js';
import { fromSaved, toSaved } from '../../webview/src/savedState.js';
import { after, answer, countsMessage, dma, normal, received, series, uri } from './samples.js';

test('a page that has loaded asks for everything, with what it showed before', () => {
  const selection = { zone: 'Normal', node: 0, order: 2 };
  const place = { uri, line: 7 };
  assert.deepEqual(reduce(fromSaved(undefined), { type: 'loaded' }).send, [{ type: 'ready', selection: null, place: null, why: false }]);
  assert.deepEqual(reduce(fromSaved({ selection, place, open: { why: true } }), { type: 'loaded' }).send, [{ type: 'ready', selection, place, why: true }]);
});

test('the first counts select the zone with most free memory and the largest order that is reported', () => {
  const step = reduce(after(), received(countsMessage()));
  assert.deepEqual(step.send, [{ type: 'select', selection: { zone: 'Normal', node: 0, order: 2 } }]);
  assert.equal(shownZone(step.state), normal);
});

test('without reported blocks the largest order with a known count is selected', () => {
  const { state } = reduce(after(), received(countsMessage({ zones: [{ ...normal, reported: [null, null, null, null] }] })));
  assert.equal(state.selection?.order, 2);
});

test('a trace without zones selects nothing', () => {
  const step = reduce(after(), received(countsMessage({ zones: [], interface: null })));
  assert.deepEqual([step.state.selection, step.send], [null, []]);
});

test('another trace without zones selects nothing', () => {
  const state = after(received(countsMessage()), received(countsMessage({ zones: [] }, 'file:///b.alloctrace')));
  assert.equal(state.selection, null);
});

test('the selection outlives a line of the same trace where its zone is not known yet', () => {
  const state = after(received(countsMessage()), received(countsMessage({ line: 0, zones: [dma] })));
  assert.equal(state.selection?.zone, 'Normal');
  assert.equal(shownZone(state), undefined);
});

test('another trace without that zone gets a selection of its own', () => {
  const step = reduce(after(received(countsMessage())), received(countsMessage({ zones: [dma] }, 'file:///b.alloctrace')));
  assert.deepEqual(step.send, [{ type: 'select', selection: { zone: 'DMA32', node: 0, order: 3 } }]);
});

test('picking asks for the series; picking the same again asks for nothing', () => {
  const state = after(received(countsMessage()));
  assert.deepEqual(reduce(state, { type: 'pickOrder', order: 1 }).send, [{ type: 'select', selection: { zone: 'Normal', node: 0, order: 1 } }]);
  assert.deepEqual(reduce(state, { type: 'pickZone', zone: 'DMA32', node: 0 }).send, [{ type: 'select', selection: { zone: 'DMA32', node: 0, order: 2 } }]);
  assert.deepEqual(reduce(state, { type: 'pickOrder', order: 2 }).send, []);
});

test('why memory is not reported is asked for while its part is open', () => {
  const state = after(received(countsMessage()), received({ type: 'notReported', uri, notReported: answer }));
  assert.equal(shownAnswer(state), answer);
  assert.equal(shownAnswer(reduce(state, received(countsMessage({}, 'file:///b.alloctrace'))).state), undefined);
  const asked = reduce(state, received({ type: 'openWhy' }));
  assert.deepEqual([asked.send, asked.state.open.why, asked.state.whyAsked], [[{ type: 'why', open: true }], true, 1]);
  assert.deepEqual(reduce(asked.state, { type: 'toggle', section: 'why', open: true }).send, [], 'the page says that it is open, which is known');
  assert.deepEqual(reduce(asked.state, { type: 'toggle', section: 'why', open: false }).send, [{ type: 'why', open: false }]);
  assert.deepEqual(reduce(state, { type: 'toggle', section: 'changes', open: true }).send, []);
});

test('a series that is not of the selection or of the trace is not shown', () => {
  const selection = { zone: 'Normal', node: 0, order: 2 };
  const state = after(received(countsMessage()), received({ type: 'series', uri, selection, series }));
  assert.equal(shownSeries(state), series);
  assert.equal(shownSeries(reduce(state, { type: 'pickOrder', order: 1 }).state), undefined);
  assert.equal(shownSeries(reduce(state, received(countsMessage({}, 'file:///b.alloctrace'))).state), undefined);
});

test('a series may arrive before the counts of its trace', () => {
  const selection = { zone: 'Normal', node: 0, order: 2 };
  const b = 'file:///b.alloctrace';
  const state = after(received(countsMessage()), received({ type: 'series', uri: b, selection, series }), received(countsMessage({}, b)));
  assert.equal(shownSeries(state), series);
});

test('a moved cursor brings the table of changes back to it, an edit does not', () => {
  const paged = after(received(countsMessage()), { type: 'page', firstChange: 50 });
  assert.equal(reduce(paged, received(countsMessage({ version: 2 }))).state.firstChange, 50);
  assert.equal(reduce(paged, received(countsMessage({ line: 42 }))).state.firstChange, null);
});

test('what cannot be shown replaces the numbers, and numbers replace it', () => {
  const message = { type: 'unavailable', text: 'No trace is open.', action: null } as const;
  const state = after(received(countsMessage()), received(message));
  assert.equal(state.content.kind, 'unavailable');
  assert.equal(reduce(state, received(countsMessage())).state.content.kind, 'trace');
});

test('going to a line, refreshing and restarting are the extension\'s to do', () => {
  const state = after(received(countsMessage()));
  assert.deepEqual(reduce(state, { type: 'goTo', line: 12, focus: true }).send, [{ type: 'reveal', line: 12, focus: true }]);
  assert.deepEqual(reduce(state, { type: 'refresh' }).send, [{ type: 'refresh' }]);
  assert.deepEqual(reduce(state, { type: 'restart' }).send, [{ type: 'restart' }]);
});

test('the saved state leads back to place, selection and open parts; a broken one is ignored', () => {
  const state = after(received(countsMessage()), { type: 'toggle', section: 'changes', open: true }, { type: 'plotAlong', along: 'line' });
  const again = fromSaved(JSON.parse(JSON.stringify(toSaved(state))));
  assert.deepEqual([again.place, again.selection, again.open, again.along], [{ uri, line: 41 }, state.selection, { numbers: true, changes: true, why: false }, 'line']);
  for (const broken of [null, 7, 'x', [], { place: { uri: 1 }, selection: { zone: 'a' }, open: 3 }]) {
    assert.deepEqual(fromSaved(broken), fromSaved(undefined));
  }
});
