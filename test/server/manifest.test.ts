import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { interfaceNames } from '../../server/src/core/index.js';
import { defaultSettings } from '../../server/src/io/readSettings.js';
import { isFields } from '../../server/src/protocol/guards.js';

function property(name: string): Readonly<Record<string, unknown>> {
  let at: unknown = JSON.parse(readFileSync(resolve(__dirname, '..', '..', 'package.json'), 'utf8'));
  for (const key of ['contributes', 'configuration', 'properties', `buddyscope.${name}`]) {
    assert.ok(isFields(at), key);
    at = at[key];
  }
  assert.ok(isFields(at), `no setting buddyscope.${name}`);
  return at;
}

test('the editor and the server have the same settings with the same defaults', () => {
  for (const [name, value] of Object.entries(defaultSettings)) assert.deepEqual(property(name)['default'], value, name);
  assert.deepEqual(property('interface')['enum'], ['auto', ...interfaceNames]);
});
