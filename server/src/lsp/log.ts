import type { Connection } from 'vscode-languageserver/node';

/** To the client's output channel; the same text is said once, whatever repeats it. */
export class Log {
  private readonly said = new Set<string>();

  constructor(private readonly connection: Connection) {}

  warn(text: string): void {
    if (this.isNew(text)) this.connection.console.warn(text);
  }

  error(text: string, error: unknown): void {
    const line = `${text}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`;
    if (this.isNew(line)) this.connection.console.error(line);
  }

  private isNew(text: string): boolean {
    if (this.said.has(text)) return false;
    this.said.add(text);
    return true;
  }
}
