/** The directions in which the project's folders may import each other, and a check of one file against them. */
import { posix } from 'node:path';
import ts from 'typescript';

interface Area {
  /** Files whose path begins with this belong to the area; the longest one counts. */
  readonly folder: string;
  /** Other areas' files that may be imported: a folder (ending in `/`), or one file. */
  readonly files: readonly string[];
  readonly packages: readonly RegExp[];
}

const node = /^node:/;
const languageServer = /^vscode-languageserver(-\w+)*(\/|$)/;
const protocol = 'server/src/protocol/';
const io = 'server/src/io/';
const worker = 'server/src/worker/';
const adapters = ['server/src/lsp/', 'server/src/cli/', io];
/** The only file that knows the deprecated toolkit, so that replacing it stays one edit. */
export const toolkitFile = 'webview/src/ui/toolkit.ts';
const toolkit = '@vscode/webview-ui-toolkit';

const areas: readonly Area[] = [
  { folder: protocol, files: [], packages: [] },
  { folder: 'server/src/core/', files: [], packages: [] },
  ...adapters.map(folder => ({ folder, files: ['server/src/core/index.ts', protocol, worker, ...adapters], packages: folder === io ? [languageServer, node, /^fzstd$/, /^hyparquet-writer$/] : [languageServer, node] })),
  { folder: worker, files: ['server/src/core/index.ts', protocol, io], packages: [node] },
  { folder: 'client/', files: [protocol], packages: [/^vscode$/, /^vscode-languageclient(\/|$)/, node] },
  { folder: 'webview/', files: [protocol], packages: [/^chart\.js(\/|$)/] },
];

/** Everything that `source` imports, re-exports, requires or imports dynamically. */
export function specifiersOf(source: string): readonly string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map(imported => imported.fileName);
}

/** One message for each import of the file that its area may not have. */
export function violationsOf(file: string, source: string): readonly string[] {
  const area = areas.find(candidate => file.startsWith(candidate.folder));
  if (area === undefined) return [`${file} is in none of the folders ${areas.map(({ folder }) => folder).join(', ')}`];
  return specifiersOf(source)
    .filter(specifier => !isAllowed(area, file, specifier))
    .map(specifier => `${file} imports '${specifier}'; ${area.folder} may import ${[...area.files, ...area.packages.map(String)].join(', ') || 'only itself'}`);
}

function isAllowed(area: Area, file: string, specifier: string): boolean {
  if (specifier === toolkit) return file === toolkitFile;
  if (!specifier.startsWith('.')) return area.packages.some(pattern => pattern.test(specifier));
  const target = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
  return [area.folder, ...area.files].some(allowed => (allowed.endsWith('/') ? target.startsWith(allowed) : target === allowed));
}
