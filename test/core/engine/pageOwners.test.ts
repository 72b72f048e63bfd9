/** The short way of a page from hand to hand, which a stream takes, finds what the long way finds, which a document takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream, type Finding } from '../../../server/src/core/index.js';
import { Random } from '../../support/random.js';

const SEED = Number(process.env['BUDDYSCOPE_SEED'] ?? 20261120);

/** Allocations and frees of few pages, many of them wrong, with losses in between. */
function trace(random: Random, lines: number): string {
  const list: string[] = [];
  let microseconds = 0;
  for (let i = 0; i < lines; i++) {
    microseconds += random.below(3);
    const order = random.below(4) === 0 ? random.below(7) : 0;
    // Some at the end of what lies together, some above 2^31.
    const first = random.pick([0x400, 0x3fc0, 0x3ffe, 0x1_0000_0000]);
    const pfn = Math.floor((first + random.below(80)) / 2 ** order) * 2 ** order;
    const head = `            bash-644     [00${random.below(2)}] .....   100.${String(microseconds).padStart(6, '0')}: `;
    const tail = `page=00000000e3c1f2a4 pfn=0x${pfn.toString(16)} order=${order}`;
    switch (random.below(24)) {
      case 0: if (random.below(30) === 0) list.push('CPU:1 [LOST 3 EVENTS]'); break;
      case 1: list.push(`${head}mm_page_free_batched: ${tail}`); break;
      case 2: list.push(`${head}mm_page_pcpu_drain: ${tail} migratetype=1`); break;
      default: list.push(random.below(2) === 0 ? `${head}mm_page_free: ${tail}` : `${head}mm_page_alloc: ${tail} migratetype=1 gfp_flags=GFP_KERNEL`);
    }
  }
  return list.join('\n');
}

const shown = (findings: readonly Finding[]): string[] => findings.filter(({ rule }) => rule.startsWith('page-')).map(({ line, rule, message, related }) => `${line} ${rule} ${message} ${JSON.stringify(related)}`);

test(`documents and streams agree, seed ${SEED}`, () => {
  const random = new Random(SEED);
  let found = 0;
  for (let round = 0; round < 20; round++) {
    const text = trace(random, 1500);
    const stream = openStream({ fold: false });
    stream.push(Buffer.from(text));
    const streamed = shown(stream.end().findings);
    assert.deepEqual(streamed, shown(openDocument(text, { fold: false }).findings()), `round ${round}`);
    found += streamed.length;
  }
  assert.ok(found > 1000);
});
