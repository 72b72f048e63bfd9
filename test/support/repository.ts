/** The checkout that the tests run in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

export const root = resolve(__dirname, '../..');

export function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Paths, relative to the checkout and with forward slashes, of the files under `folder` that end in `ending`. */
export function filesUnder(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(path, ending);
    return path.endsWith(ending) ? [path] : [];
  }).sort();
}

/** The keys of the object that stands under `property` in a JSON file. */
export function keysIn(file: string, property: string): readonly string[] {
  const json: unknown = JSON.parse(readText(file));
  const value: unknown = isObject(json) ? json[property] : undefined;
  if (!isObject(value)) throw new Error(`${file} has no object '${property}'`);
  return Object.keys(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
