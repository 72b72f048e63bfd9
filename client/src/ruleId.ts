import { isFields } from '../../server/src/protocol/guards.js';

/** Ids arrive in links that anyone can write, so nothing but the shape of an id gets through. */
export function isRuleId(text: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+){0,12}$/.test(text) && text.length <= 80;
}

/** The ids that the manifest offers for the setting `buddyscope.rules`, sorted. */
export function knownRuleIds(manifest: unknown): readonly string[] {
  let at: unknown = manifest;
  for (const key of ['contributes', 'configuration', 'properties', 'buddyscope.rules', 'properties']) {
    if (!isFields(at)) return [];
    at = at[key];
  }
  return isFields(at) ? Object.keys(at).filter(isRuleId).sort() : [];
}
