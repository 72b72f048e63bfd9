import {
  type CompletionItem, CompletionItemKind, type Connection, type DocumentSymbol, type FoldingRange, type Hover, type InitializeParams, type SymbolInformation,
} from 'vscode-languageserver/node';
import type { CompletionView } from '../../core/index.js';
import type { Log } from '../log.js';
import type { Traces } from '../traces.js';
import { answering } from './answer.js';
import { documentSymbols, flatSymbols } from './symbols.js';

/** What of these the client understands. */
export interface FeatureSupport { readonly hierarchicalSymbols: boolean; readonly foldLimit: number }

export const featureSupport = ({ capabilities: { textDocument } }: InitializeParams): FeatureSupport => ({
  hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
  foldLimit: textDocument?.foldingRange?.rangeLimit ?? Infinity,
});

const itemKinds: Readonly<Record<CompletionView['kind'], CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword, event: CompletionItemKind.Event, key: CompletionItemKind.Property, value: CompletionItemKind.Value, rule: CompletionItemKind.Constant,
};

/** What fits beside a label is seen at once; the rest a reader has to open. */
const MOST_BESIDE = 48;

/** In the order of the core's list. */
const completionItem = ({ label, kind, detail, insertText, column, endColumn }: CompletionView, line: number, i: number): CompletionItem => ({
  label, kind: itemKinds[kind], documentation: detail, ...(detail.length <= MOST_BESIDE ? { labelDetails: { description: detail } } : {}), filterText: label, sortText: String(i).padStart(4, '0'),
  textEdit: { range: { start: { line, character: column }, end: { line, character: endColumn } }, newText: insertText },
});

/** Hover, completion, outline and folding. Each asks the document of the present text, whether or not its findings are published yet. */
export function registerFeatures(connection: Connection, traces: Traces, log: Log, support: () => FeatureSupport): void {
  connection.onHover(answering(log, 'hover', null, ({ textDocument: { uri }, position }): Hover | null => {
    const trace = traces.get(uri)?.trace;
    if (trace === undefined || position.line >= trace.lineCount) return null;
    const view = trace.hover(position.line, position.character);
    if (view === undefined) return null;
    const { line } = position;
    return {
      contents: { kind: 'markdown', value: view.markdown },
      range: { start: { line, character: view.column }, end: { line, character: view.endColumn } },
    };
  }));
  connection.onCompletion(answering(log, 'completion', null, ({ textDocument: { uri }, position }): CompletionItem[] | null => {
    const trace = traces.get(uri)?.trace;
    if (trace === undefined || position.line >= trace.lineCount) return null;
    return trace.completions(position.line, position.character).map((view, i) => completionItem(view, position.line, i));
  }));
  connection.onDocumentSymbol(answering(log, 'outline', [], ({ textDocument: { uri } }): DocumentSymbol[] | SymbolInformation[] => {
    const trace = traces.get(uri)?.trace;
    if (trace === undefined) return [];
    const symbols = documentSymbols(trace, trace.symbols());
    return support().hierarchicalSymbols ? symbols : flatSymbols(uri, symbols);
  }));
  connection.onFoldingRanges(answering(log, 'folding', [], ({ textDocument: { uri } }): FoldingRange[] => {
    const folds = traces.get(uri)?.trace.folds() ?? [];
    return folds.slice(0, support().foldLimit).map(({ startLine, endLine }) => ({ startLine, endLine }));
  }));
}
