import { type Connection, LogMessageNotification, MessageType, ShowMessageNotification } from 'vscode-languageserver/node';

/** Sends, in the order of the calls. A connection that is gone throws at once or rejects later; there is nobody left to tell. */
export function sendQuietly(notify: () => Promise<void>): void {
  void Promise.resolve().then(notify).catch(() => undefined);
}

/** Words for the user. The output channel is told the same text once, whatever repeats it. */
export class Log {
  private readonly said = new Set<string>();

  constructor(private readonly connection: Connection) {}

  warn(text: string): void {
    this.once(MessageType.Warning, text);
  }

  error(text: string, error: unknown): void {
    this.once(MessageType.Error, `${text}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  }

  /** A message in the editor's window. */
  show(message: string, type: MessageType = MessageType.Error): void {
    sendQuietly(() => this.connection.sendNotification(ShowMessageNotification.type, { type, message }));
  }

  /** Something that the user has written and that cannot be used: in the window, too, once. */
  warnUser(text: string): void {
    if (!this.said.has(text)) this.show(text, MessageType.Warning);
    this.warn(text);
  }

  private once(type: MessageType, message: string): void {
    if (this.said.has(message)) return;
    this.said.add(message);
    sendQuietly(() => this.connection.sendNotification(LogMessageNotification.type, { type, message }));
  }
}
