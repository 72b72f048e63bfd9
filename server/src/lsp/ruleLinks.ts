import type { InitializeParams } from 'vscode-languageserver/node';
import { isFields } from '../protocol/guards.js';

/** Where a rule's id leads to: into the client if it says how, else to the page on the disk. */
export function ruleLinks({ initializationOptions }: InitializeParams, ruleDocs: string | undefined): (id: string) => string | undefined {
  const options: unknown = initializationOptions;
  const base = isFields(options) ? options['ruleLinkBase'] : undefined;
  if (typeof base === 'string' && base !== '') return (id) => `${base}${encodeURIComponent(id)}`;
  return (id) => (ruleDocs === undefined ? undefined : `${ruleDocs}${encodeURIComponent(id)}.md`);
}

/** Where a line of a large file, or the table of its findings (null), can be seen; undefined where the client has no viewer. Lines in links are 1-based. */
export function lineLinks({ initializationOptions }: InitializeParams): (uri: string, line: number | null) => string | undefined {
  const options: unknown = initializationOptions;
  const scheme = isFields(options) ? options['lineLinkScheme'] : undefined;
  return (uri, line) => (typeof scheme === 'string' && uri.startsWith('file:') ? `${scheme}${uri.slice('file'.length)}?${line === null ? 'findings' : `line=${line + 1}`}` : undefined);
}
