/** A viewer of a file, as the client is one: over a real connection, with real threads. */
import assert from 'node:assert/strict';
import { type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ruleInfos } from '../../../server/src/core/index.js';
import { largeIndexedMethod, type LargeIndexedParams, largeReadMethod, type LargeReadParams, openLargeMethod, readLinesMethod, type ReadLinesResult, searchMethod, type SearchParams, type SearchPlace, type SearchResult } from '../../../server/src/protocol/large.js';
import { isReadLinesResult, isSearchResult } from '../../../server/src/protocol/largeGuards.js';
import type { Runtime } from '../../../server/src/lsp/runtime.js';
import { Workers } from '../../../server/src/worker/workers.js';
import { scratch } from '../../cli/support/run.js';
import { workerProgram } from '../../worker/support/program.js';
import { type Client, startClient } from './client.js';

export class Viewer {
  readonly indexed: LargeIndexedParams[] = [];
  readonly told: LargeReadParams[] = [];

  constructor(readonly client: Client, readonly uri: string, readonly path: string) {
    client.connection.onNotification(largeIndexedMethod, (params: LargeIndexedParams) => { this.indexed.push(params); });
    client.connection.onNotification(largeReadMethod, (params: LargeReadParams) => { this.told.push(params); });
  }

  open(): Promise<unknown> {
    return this.client.request(openLargeMethod, { uri: this.uri });
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    for (const deadline = performance.now() + 20_000; !holds();) {
      if (performance.now() > deadline) throw new Error(`waited in vain: ${what}; ${JSON.stringify(this.told.at(-1))}`);
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
  }

  async complete(): Promise<LargeIndexedParams> {
    for (;;) {
      const last = this.indexed.find(({ complete }) => complete);
      if (last !== undefined) return last;
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
  }

  async read(from: number, count: number): Promise<ReadLinesResult> {
    const result = await this.client.request<ReadLinesResult>(readLinesMethod, { uri: this.uri, from, count });
    assert.ok(isReadLinesResult(result));
    return result;
  }

  async search(params: Partial<SearchParams>): Promise<SearchPlace | null> {
    const result = await this.client.request<SearchResult>(searchMethod, { uri: this.uri, text: '', matchCase: false, backwards: false, line: 0, after: null, ...params });
    assert.ok(isSearchResult(result));
    return result.place;
  }
}

export async function view(t: TestContext, text: string | Uint8Array, settings: unknown = {}, runtime: Partial<Runtime> = {}): Promise<Viewer> {
  const workers = new Workers({ program: await workerProgram(), atOnce: 2 });
  const client = await startClient(t, { settings: () => settings, runtime: { ...runtime, ruleInfos, analyses: workers, readers: workers, after: (milliseconds, work) => { setTimeout(work, milliseconds).unref(); } } });
  const path = await (await scratch(t))('a.ftrace', text);
  const viewer = new Viewer(client, pathToFileURL(path).href, path);
  await viewer.open();
  return viewer;
}
