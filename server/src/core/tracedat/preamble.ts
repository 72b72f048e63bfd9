import { ByteView, Cursor } from './byteView.js';
import { type ByteSource, done, failed, type Outcome } from './source.js';
import type { Preamble } from './traceFile.js';

const magic = [0x17, 0x08, 0x44, ...[...'tracing'].map(letter => letter.charCodeAt(0))];
/** Room for names of a compression and its version. */
const LENGTH = 256;

export const isTraceDat = (start: Uint8Array): boolean => start.length >= magic.length && magic.every((byte, at) => start[at] === byte);

/** Reads what stands in front of everything else. */
export function readPreamble(source: ByteSource): Outcome<Preamble> {
  const bytes = source.read(0, LENGTH);
  if (!isTraceDat(bytes)) return failed('is not a trace.dat file');
  const order = new Cursor(new ByteView(bytes, true), magic.length);
  const versionText = order.string();
  const version = Number(versionText);
  const endian = order.view.u8(order.at);
  if (order.short || order.at + 6 > bytes.length) return failed('is cut short in its first bytes; copy or record it again');
  if (version !== 6 && version !== 7) return failed(`is a trace.dat file of version ${/^\d{1,4}$/.test(versionText) ? versionText : '?'}; versions 6 and 7 are understood`);
  if (endian > 1) return failed('is damaged: its byte order is neither little nor big endian');
  const cursor = new Cursor(new ByteView(bytes, endian === 0), order.at + 2);
  const pageSize = cursor.u32();
  if (pageSize < 1024 || pageSize > 1 << 26 || (pageSize & (pageSize - 1)) !== 0) return failed(`is damaged: it says that a page has ${pageSize} bytes`);
  let compression = 'none';
  if (version === 7) {
    compression = cursor.string();
    cursor.string();
  }
  if (cursor.short) return failed('is cut short in its first bytes; copy or record it again');
  return done({ version, little: endian === 0, pageSize, compression, end: cursor.at });
}
