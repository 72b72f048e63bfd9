import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver/node';
import { plainText, type SymbolView, type TraceDocument } from '../../core/index.js';

const kindOf = (kind: SymbolView['kind']): SymbolKind => {
  switch (kind) {
    case 'cycle': return SymbolKind.Event;
    case 'section': return SymbolKind.Key;
    case 'worker': return SymbolKind.Function;
    case 'lifecycle': return SymbolKind.Constructor;
    case 'walk': return SymbolKind.Method;
  }
};

export function documentSymbols(trace: TraceDocument, views: readonly SymbolView[]): DocumentSymbol[] {
  const endOf = (line: number): number => trace.lineText(line).length;
  return views.map((view) => ({
    // An empty name makes VS Code drop the whole outline.
    name: plainText(view.name) || view.kind,
    detail: plainText(view.detail),
    kind: kindOf(view.kind),
    range: { start: { line: view.startLine, character: 0 }, end: { line: view.endLine, character: endOf(view.endLine) } },
    selectionRange: { start: { line: view.startLine, character: 0 }, end: { line: view.startLine, character: endOf(view.startLine) } },
    children: documentSymbols(trace, view.children),
  }));
}

/** For clients without hierarchical symbols. */
export function flatSymbols(uri: string, symbols: readonly DocumentSymbol[], containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children }) => [
    { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) },
    ...flatSymbols(uri, children ?? [], name),
  ]);
}
