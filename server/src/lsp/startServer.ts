import { type Connection, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { version } from '../io/version.js';
import { FileAnalyses } from './files/fileAnalyses.js';
import { FileWatch } from './files/fileWatch.js';
import { LongWork } from './files/longWork.js';
import { registerCapture } from './handlers/capture.js';
import { type FeatureSupport, featureSupport, registerFeatures } from './handlers/features.js';
import { registerFiles } from './handlers/files.js';
import { registerLarge } from './handlers/large.js';
import { registerPanel } from './handlers/panel.js';
import { registerTraceDat } from './handlers/traceDat.js';
import { LargeFiles } from './large/largeFiles.js';
import { Log } from './log.js';
import { Publisher } from './publisher.js';
import { lineLinks, ruleLinks } from './ruleLinks.js';
import type { Runtime } from './runtime.js';
import { SettingsSource } from './settingsSource.js';
import { Traces } from './traces.js';

/** Wires the server to a connection that is not yet listening. */
export function startServer(connection: Connection, runtime: Runtime): void {
  const log = new Log(connection);
  const rules = new Set(runtime.ruleInfos.map(({ id }) => id));
  const settings = new SettingsSource(connection, log, (id) => rules.has(id));
  let ruleLink: (id: string) => string | undefined = () => undefined;
  let lineLink: (uri: string, line: number | null) => string | undefined = () => undefined;
  let support: FeatureSupport = { hierarchicalSymbols: false, foldLimit: Infinity };
  const traces = new Traces(runtime, settings, new Publisher(connection, log, (id) => ruleLink(id)));
  const watch = new FileWatch(connection);
  const files = new FileAnalyses(connection, settings, runtime.analyses, watch, (id) => ruleLink(id), (uri, line) => lineLink(uri, line), (uri) => traces.get(uri) !== undefined);
  const large = new LargeFiles({ connection, settings, files, readers: runtime.readers, analyses: runtime.analyses, after: runtime.after });

  connection.onInitialize((params) => {
    settings.initialize(params);
    watch.initialize(params);
    ruleLink = ruleLinks(params, runtime.ruleDocs);
    lineLink = lineLinks(params);
    support = featureSupport(params);
    return {
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        completionProvider: { triggerCharacters: [' ', '=', ','] },
        documentSymbolProvider: true,
        foldingRangeProvider: true,
      },
      serverInfo: { name: 'Buddyscope', version },
    };
  });
  const caught = async (what: string, work: Promise<unknown>): Promise<void> => { await work.catch((error: unknown) => { log.error(`${what} failed`, error); }); };
  connection.onInitialized(() => caught('registering for settings', settings.initialized()));
  connection.onDidOpenTextDocument((params) => {
    files.forget(params.textDocument.uri);
    return caught('opening', traces.didOpen(params));
  });
  connection.onDidChangeTextDocument((params) => { traces.didChange(params); });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    traces.didClose(uri);
    const found = large.get(uri)?.reading.found;
    if (found?.whole === true) files.accept(uri, found);
  });
  connection.onDidChangeConfiguration(({ settings: pushed }) => {
    settings.push(pushed);
    return caught('reading the settings', Promise.all([traces.configureAll(), large.configure()]));
  });
  connection.onShutdown(() => large.closeAll());
  registerFeatures(connection, traces, log, () => support);
  registerPanel(connection, traces, large, log, runtime);
  const work = new LongWork(connection);
  registerFiles(connection, traces, files, large, work, log);
  registerLarge(connection, traces, files, large, work, log);
  registerTraceDat(connection, log);
  registerCapture(connection, log);
}
