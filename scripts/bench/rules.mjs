// What the rules cost, in a process of its own: `node scripts/bench/rules.mjs parse|replay|all FILE`; prints JSON.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { folder } from './run.mjs';

const [measure, file] = process.argv.slice(2);
const { openStream, parseOnly, replayOnly } = await import(pathToFileURL(path.join(folder, measure === 'all' ? 'core.mjs' : 'replay.mjs')));
const bytes = fs.readFileSync(file);
const stream = measure === 'all' ? openStream() : measure === 'parse' ? parseOnly() : replayOnly();
const before = process.cpuUsage();
for (let at = 0; at < bytes.length; at += 1 << 20) stream.push(bytes.subarray(at, at + (1 << 20)));
const { findings } = stream.end();
const { user, system } = process.cpuUsage(before);
// Processor time: other programs on the machine cost less of it than of the clock's.
console.log(JSON.stringify({ seconds: (user + system) / 1e6, findings: findings.reduce((sum, { count }) => sum + count, 0) }));
