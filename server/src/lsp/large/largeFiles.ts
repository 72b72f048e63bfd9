import type { Connection } from 'vscode-languageserver/node';
import type { Result } from '../../io/result.js';
import { type LargeIndexedParams, largeIndexedMethod, largeReadMethod, type LargeReadParams } from '../../protocol/large.js';
import type { Workers } from '../../worker/workers.js';
import type { FileAnalyses } from '../files/fileAnalyses.js';
import { filePath, nameOf } from '../files/filePath.js';
import { sendQuietly } from '../log.js';
import type { SettingsSource } from '../settingsSource.js';
import { exists, LargeFile } from './largeFile.js';
import { Reading } from './reading.js';

/** What is shown of one file: its lines, and what the engine says of them. */
export interface Shown { readonly file: LargeFile; readonly reading: Reading }

export interface LargePorts {
  readonly connection: Connection;
  readonly settings: SettingsSource;
  /** Threads that find one's way in files, and that analyse them. */
  readonly readers: Workers;
  readonly analyses: Workers;
  readonly files: FileAnalyses;
  readonly after: (milliseconds: number, work: () => void) => void;
}

/** A file that has gone may come back: `mv trace trace.old` and on. */
const lookAgainMs = 1000;

/** The files that viewers show, by URI. */
export class LargeFiles {
  private readonly open = new Map<string, Shown>();
  private readonly turns = new Map<string, number>();
  private turn = 0;

  constructor(private readonly ports: LargePorts) {}

  get(uri: string): Shown | undefined {
    return this.open.get(uri);
  }

  /** Opened again, a file is read again: it may have changed. `notice`: why that is, for the user. */
  async show(uri: string, notice: string | null = null): Promise<Result<LargeFile>> {
    const path = filePath(uri);
    if (!path.ok) return path;
    await this.close(uri);
    const turn = ++this.turn;
    this.turns.set(uri, turn);
    // What an earlier opening still has to say is of the file as it was.
    const isPresent = (): boolean => this.turns.get(uri) === turn;
    const settings = await this.ports.settings.of(uri);
    const opened = await LargeFile.open(path.value, this.ports.readers, (state) => {
      if (isPresent()) this.tellIndex({ uri, opening: turn, ...state, problem: state.problem === null ? null : `${nameOf(uri)} ${state.problem}` });
    });
    if (!opened.ok || !isPresent()) return opened;
    const file = opened.value;
    const reading = new Reading(this.ports.analyses, { file: path.value, settings, notice, bytes: file.bytes }, {
      onLines: (part) => { file.grown(part); },
      onBegin: () => { file.beginAgain(); },
      onFound: (found) => { this.ports.files.accept(uri, found); },
      onState: (state) => {
        file.follows = state.phase === 'following';
        if (isPresent()) this.tellRead({ uri, ...state, notice: state.notice === null ? null : `${nameOf(uri)} ${state.notice}` });
      },
      onLost: (cause, reason) => { if (isPresent()) this.lost(uri, cause, reason, isPresent); },
    });
    this.open.set(uri, { file, reading });
    return opened;
  }

  async close(uri: string): Promise<void> {
    const shown = this.open.get(uri);
    this.open.delete(uri);
    this.turns.delete(uri);
    shown?.reading.close();
    await shown?.file.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.open.keys()].map((uri) => this.close(uri)));
  }

  /** The settings have changed. */
  async configure(): Promise<void> {
    await Promise.all([...this.open].map(async ([uri, { reading }]) => {
      const settings = await this.ports.settings.of(uri);
      // Another interface judges every line anew.
      if (reading.set(settings) === 'again') await this.show(uri);
    }));
  }

  /** The file is not the one that was read any more. */
  private lost(uri: string, cause: 'shorter' | 'replaced' | 'gone', reason: string, isPresent: () => boolean): void {
    if (cause !== 'gone') {
      void this.show(uri, `${reason}; it is read from its start`);
      return;
    }
    const path = filePath(uri);
    const look = async (): Promise<void> => {
      if (!isPresent() || !path.ok) return;
      if (await exists(path.value)) await this.show(uri, 'is there again; it is read from its start');
      else this.ports.after(lookAgainMs, () => { void look(); });
    };
    this.ports.after(lookAgainMs, () => { void look(); });
  }

  private tellIndex(params: LargeIndexedParams): void {
    sendQuietly(() => this.ports.connection.sendNotification(largeIndexedMethod, params));
  }

  private tellRead(params: LargeReadParams): void {
    sendQuietly(() => this.ports.connection.sendNotification(largeReadMethod, params));
  }
}
