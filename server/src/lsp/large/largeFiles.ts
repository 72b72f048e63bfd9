import type { Connection } from 'vscode-languageserver/node';
import type { Result } from '../../io/result.js';
import { type LargeIndexedParams, largeIndexedMethod } from '../../protocol/large.js';
import type { Workers } from '../../worker/workers.js';
import { filePath, nameOf } from '../files/filePath.js';
import { sendQuietly } from '../log.js';
import { LargeFile } from './largeFile.js';

/** The files that viewers show, by URI. */
export class LargeFiles {
  private readonly open = new Map<string, LargeFile>();
  private readonly shown = new Map<string, number>();
  private turns = 0;

  constructor(private readonly connection: Connection, private readonly workers: Workers) {}

  get(uri: string): LargeFile | undefined {
    return this.open.get(uri);
  }

  /** Opened again, a file is read again: it may have changed. */
  async show(uri: string): Promise<Result<LargeFile>> {
    const path = filePath(uri);
    if (!path.ok) return path;
    await this.close(uri);
    const turn = ++this.turns;
    const opened = await LargeFile.open(path.value, this.workers, (state) => {
      // What an earlier opening still has to say is of the file as it was.
      if (this.shown.get(uri) === turn) this.tell({ uri, ...state, problem: state.problem === null ? null : `${nameOf(uri)} ${state.problem}` });
    });
    if (!opened.ok) return opened;
    const earlier = this.open.get(uri);
    this.open.set(uri, opened.value);
    this.shown.set(uri, turn);
    await earlier?.close();
    return opened;
  }

  async close(uri: string): Promise<void> {
    const file = this.open.get(uri);
    this.open.delete(uri);
    this.shown.delete(uri);
    await file?.close();
  }

  private tell(params: LargeIndexedParams): void {
    sendQuietly(() => this.connection.sendNotification(largeIndexedMethod, params));
  }
}
