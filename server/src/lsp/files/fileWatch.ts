import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Connection, DidChangeWatchedFilesNotification, type Disposable, type InitializeParams, WatchKind } from 'vscode-languageserver/node';

/** A name as a pattern that fits nothing else. */
const literal = (name: string): string => name.replace(/[*?{}[\],]/g, (char) => `[${char}]`);

/** Has the client tell when one of these files is deleted; a client that cannot is not asked. */
export class FileWatch {
  private supported = false;
  private readonly watched = new Map<string, Promise<Disposable>>();

  constructor(private readonly connection: Connection) {}

  initialize({ capabilities: { workspace } }: InitializeParams): void {
    const { dynamicRegistration, relativePatternSupport } = workspace?.didChangeWatchedFiles ?? {};
    this.supported = dynamicRegistration === true && relativePatternSupport === true;
  }

  add(file: string): void {
    if (!this.supported || this.watched.has(file)) return;
    const globPattern = { baseUri: pathToFileURL(dirname(file)).href, pattern: literal(basename(file)) };
    // Not at once: a connection that is gone throws.
    const registered = Promise.resolve().then(() => this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern, kind: WatchKind.Delete }] }));
    registered.catch(() => undefined);
    this.watched.set(file, registered);
  }

  remove(file: string): void {
    // A client that refused to watch has nothing to stop.
    this.watched.get(file)?.then((registration) => { registration.dispose(); }, () => undefined);
    this.watched.delete(file);
  }
}
