import type { MessagePort } from 'node:worker_threads';
import { FileSession } from './fileSession.js';
import type { FromSession, SessionStart, ToSession } from './messages.js';

/** The thread is this file's from now on. */
export function serveSession(port: MessagePort, { session }: SessionStart): void {
  const post = (message: FromSession): void => { port.postMessage(message, message.type === 'lines' ? [message.part.offsets.buffer] : []); };
  const early: ToSession[] = [];
  let opened: FileSession | undefined;
  port.removeAllListeners('message');
  port.on('message', (message: ToSession) => {
    if (opened === undefined) early.push(message);
    else opened.receive(message);
  });
  void FileSession.open(session, post).then((file) => {
    if (file === undefined) return;
    opened = file;
    for (const message of early) file.receive(message);
    // A fault ends the thread; the other side sees it and decides.
    void file.run();
  });
}
