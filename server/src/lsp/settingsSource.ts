import { type Connection, DidChangeConfigurationNotification, type InitializeParams } from 'vscode-languageserver/node';
import { defaultSettings, readSettings } from '../io/readSettings.js';
import { isFields } from '../protocol/guards.js';
import type { Settings } from '../protocol/messages.js';
import type { Log } from './log.js';

const section = 'buddyscope';

const inSection = (settings: unknown): unknown => (isFields(settings) ? settings[section] : undefined);

/** The settings of a document: pulled from a client that can be asked, else what it last pushed, else the defaults. */
export class SettingsSource {
  private pulls = false;
  private registers = false;
  private pushed: Settings = defaultSettings;

  constructor(private readonly connection: Connection, private readonly log: Log, private readonly isRule: (id: string) => boolean) {}

  initialize({ capabilities }: InitializeParams): void {
    this.pulls = capabilities.workspace?.configuration === true;
    this.registers = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
  }

  async initialized(): Promise<void> {
    if (this.registers) await this.connection.client.register(DidChangeConfigurationNotification.type, { section });
  }

  /** `settings` of workspace/didChangeConfiguration; clients that are asked send nothing useful in it. */
  push(settings: unknown): void {
    if (!this.pulls) this.pushed = this.read(inSection(settings));
  }

  async of(uri: string): Promise<Settings> {
    if (!this.pulls) return this.pushed;
    try {
      const raw: unknown = await this.connection.workspace.getConfiguration({ scopeUri: uri, section });
      return this.read(raw);
    } catch (error) {
      this.log.error('the client did not answer with its settings; the defaults are used', error);
      return defaultSettings;
    }
  }

  private read(raw: unknown): Settings {
    const { settings, problems } = readSettings(raw, this.isRule);
    for (const problem of problems) this.log.warnUser(problem);
    return settings;
  }
}
