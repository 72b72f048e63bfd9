import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberedChoices, usualChoices } from '../../client/src/capture/choices.js';
import { captureScript, checkCapture } from '../../server/src/core/index.js';
import { version } from '../../server/src/io/version.js';
import { type CaptureForm, captureFormMethod, captureScriptMethod, type CaptureScriptResult } from '../../server/src/protocol/capture.js';
import { isCaptureForm, isCaptureScriptResult } from '../../server/src/protocol/captureGuards.js';
import { startClient } from './support/client.js';

test('what the form shows as usual gives the script that the command line prints without options', async (t) => {
  const client = await startClient(t);
  const form = await client.request<CaptureForm>(captureFormMethod, {});
  assert.ok(isCaptureForm(form));
  const result = await client.request<CaptureScriptResult>(captureScriptMethod, usualChoices(form));
  assert.ok(isCaptureScriptResult(result));
  const choice = checkCapture({});
  assert.ok(choice.ok);
  assert.deepEqual(result, { script: captureScript(choice.options, `buddyscope ${version}`), notes: [] });
});

test('what cannot be chosen is refused with the reason, and what is left out is told', async (t) => {
  const client = await startClient(t);
  const usual = usualChoices(await client.request<CaptureForm>(captureFormMethod, {}));
  await assert.rejects(client.request(captureScriptMethod, { ...usual, events: 'everything' }), /unknown events 'everything'/);
  await assert.rejects(client.request(captureScriptMethod, { ...usual, seconds: 0 }), /from 1 to 86400/);
  await assert.rejects(client.request(captureScriptMethod, {}), /must be a string/);
  const { notes } = await client.request<CaptureScriptResult>(captureScriptMethod, { ...usual, kernel: ' 5.4 ' });
  assert.match(notes[0], /5\.4 has no free page reporting/);
});

test('of what was chosen before only what still can be is offered again', async (t) => {
  const client = await startClient(t);
  const form = await client.request<CaptureForm>(captureFormMethod, {});
  const usual = usualChoices(form);
  assert.deepEqual(rememberedChoices(form, undefined), usual);
  assert.deepEqual(rememberedChoices(form, { events: 'gone', seconds: -1, size: 'x', interface: 'gone', kernel: 6 }), usual);
  const own = { interface: 'reporting-v5', events: 'kmem,sched:sched_waking', seconds: 3, size: 8, kernel: '5.3' };
  assert.deepEqual(rememberedChoices(form, { ...own, events: `${own.events},gone` }), own);
});
