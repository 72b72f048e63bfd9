/** The data of a CPU: pages that lie in the file as they are, or packed in chunks of several pages. */
import { ByteView } from './byteView.js';
import { Damage } from './damage.js';
import type { CpuData, TraceFile } from './traceFile.js';

/** A chunk is some pages; larger ones are rubbish. */
const MAX_CHUNK = 1 << 28;
/** Bytes of plain data that are read at once. */
const PIECE = 1 << 20;
const CHUNK_HEAD = 8;

/** The bytes of one CPU, piece after piece, each of whole pages but perhaps the last; only one is in memory. */
export function* piecesOf(file: TraceFile, data: CpuData, damage: Damage): Generator<Uint8Array> {
  if (data.isPacked) yield* packedPieces(file, data, damage);
  else yield* plainPieces(file, data, damage);
}

function* plainPieces(file: TraceFile, { cpu, offset, size }: CpuData, damage: Damage): Generator<Uint8Array> {
  const piece = Math.max(PIECE, file.preamble.pageSize);
  for (let at = 0; at < size; at += piece) {
    const wanted = Math.min(piece, size - at);
    const bytes = file.source.read(offset + at, wanted);
    if (bytes.length > 0) yield bytes;
    if (bytes.length < wanted) {
      damage.add(`is cut short: of the data of CPU ${cpu} ${at + bytes.length} of ${size} bytes are there`);
      return;
    }
  }
}

function* packedPieces(file: TraceFile, { cpu, offset, size }: CpuData, damage: Damage): Generator<Uint8Array> {
  if (size === 0) return;
  const { preamble: { little, compression }, source } = file;
  const head = source.read(offset, 4);
  const count = new ByteView(head, little).u32(0);
  let at = offset + 4;
  for (let i = 0; i < count || head.length < 4; i++) {
    const view = new ByteView(source.read(at, CHUNK_HEAD), little);
    const packed = view.u32(0);
    const data = view.length < CHUNK_HEAD || packed > MAX_CHUNK ? new Uint8Array(0) : source.read(at + CHUNK_HEAD, packed);
    if (view.length < CHUNK_HEAD || data.length < packed) {
      damage.add(`is cut short: of the data of CPU ${cpu} ${i} of ${count} chunks are there`);
      return;
    }
    const bytes = view.u32(4) > MAX_CHUNK ? undefined : file.decompress(compression, data, view.u32(4));
    if (bytes === undefined) damage.add(`is damaged: a part of the ${compression} data of CPU ${cpu} cannot be unpacked`);
    else yield bytes;
    at += CHUNK_HEAD + packed;
  }
}

/** All chunks at `offset` as one. */
export function unpackChunks(file: TraceFile, offset: number): Uint8Array {
  const pieces = [...packedPieces(file, { cpu: 0, clock: '', pageSize: 0, offset, size: 1, isPacked: true }, new Damage(file))];
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) { whole.set(piece, at); at += piece.length; }
  return whole;
}
