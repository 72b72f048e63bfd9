// The licences of the packages inside the bundles: their terms ask for the notice in every copy.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './project.mjs';

/** The text for the packages that esbuild read `inputs` from (paths relative to the project's folder). */
export function noticesOf(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) packages.add(match[1]);
  }
  return [...packages].sort().map(noticeOf).join(`\n${'-'.repeat(80)}\n\n`);
}

function noticeOf(folder) {
  const full = path.join(root, folder);
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(full, 'package.json'), 'utf8'));
  const file = fs.readdirSync(full).find(entry => /^(licen[cs]e|copying)/i.test(entry));
  const text = file ? fs.readFileSync(path.join(full, file), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version}\n\n${text}\n`;
}
