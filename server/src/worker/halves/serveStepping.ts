import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { openStepping } from '../../core/index.js';
import { analysisOptions } from '../../io/readSettings.js';
import { reportOf } from '../reportJob.js';
import type { FromStepping, SteppingNews, SteppingStart } from './messages.js';
import { columnPlaces, RingReader } from './ring.js';

function nextNews(port: MessagePort): SteppingNews {
  const received: { message: SteppingNews } | undefined = receiveMessageOnPort(port);
  if (received === undefined) throw new Error('a block came without its news');
  return received.message;
}

/** Steps all blocks; the thread does nothing else meanwhile. */
export function serveStepping(port: MessagePort, { stepping: { file, choice, fold, ring, news } }: SteppingStart): void {
  const post = (message: FromStepping): void => { port.postMessage(message); };
  const half = openStepping({ ...analysisOptions(choice.settings), fold }, ring, columnPlaces);
  const reader = new RingReader(ring);
  for (let block = reader.next(); block !== undefined; block = reader.next()) {
    let blockNews;
    if (block.hasNews) {
      const message = nextNews(news);
      if (message.type === 'block') blockNews = message.news;
    }
    half.step(block.slot, block.lines, block.text, blockNews);
    if (reader.release()) post({ type: 'room' });
  }
  const last = nextNews(news);
  if (last.type !== 'end') throw new Error('the end came without its news');
  const analysis = half.end(last.bytes);
  post({ type: 'done', report: reportOf(file, last.damage === null ? analysis : { ...analysis, damage: last.damage }, choice) });
}
