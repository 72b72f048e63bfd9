import type { InitializeParams } from 'vscode-languageserver/node';
import { isFields } from '../protocol/guards.js';

/** Where a rule's id leads to: into the client if it says how, else to the page on the disk. */
export function ruleLinks({ initializationOptions }: InitializeParams, ruleDocs: string | undefined): (id: string) => string | undefined {
  const options: unknown = initializationOptions;
  const base = isFields(options) ? options['ruleLinkBase'] : undefined;
  if (typeof base === 'string' && base !== '') return (id) => `${base}${encodeURIComponent(id)}`;
  return (id) => (ruleDocs === undefined ? undefined : `${ruleDocs}${encodeURIComponent(id)}.md`);
}
