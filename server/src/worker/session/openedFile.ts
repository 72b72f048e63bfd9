/** A file that is kept open while others may write to it. */
import { fstatSync, readSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { errorCode } from '../../io/failures.js';

const sampleSize = 4096;

/** How the file differs from what was read of it: it has only grown (or not at all), or is another one. */
export type Change = 'none' | 'grown' | 'shorter' | 'replaced' | 'gone';

export class OpenedFile {
  /** Bytes that have been read in order. */
  position = 0;
  private head = Buffer.alloc(0);
  private tail = Buffer.alloc(0);
  private modified = 0n;
  private readonly again = Buffer.alloc(sampleSize);

  private constructor(private readonly path: string, private readonly handle: FileHandle, private readonly identity: string) {}

  static async open(path: string): Promise<OpenedFile> {
    const handle = await open(path, 'r');
    const { dev, ino } = await handle.stat({ bigint: true });
    return new OpenedFile(path, handle, `${dev} ${ino}`);
  }

  /** The next bytes, none at the end. */
  async next(buffer: Buffer): Promise<Buffer> {
    const bytes = buffer.subarray(0, (await this.handle.read(buffer, 0, buffer.length, this.position)).bytesRead);
    if (this.head.length < sampleSize) this.head = Buffer.concat([this.head, bytes.subarray(0, sampleSize - this.head.length)]);
    this.tail = Buffer.concat([this.tail, bytes.subarray(Math.max(0, bytes.length - sampleSize))]).subarray(-sampleSize);
    this.position += bytes.length;
    return bytes;
  }

  /** Bytes anywhere; fewer at the end. */
  read(offset: number, into: Uint8Array): Uint8Array {
    return into.subarray(0, readSync(this.handle.fd, into, 0, into.length, offset));
  }

  get size(): number {
    return fstatSync(this.handle.fd).size;
  }

  /** What of it was read is still there: as far as its length, its time and samples of it tell. */
  holds(): Change {
    const { size, mtimeNs } = fstatSync(this.handle.fd, { bigint: true });
    if (size < this.position) return 'shorter';
    if (mtimeNs !== this.modified) {
      if (!this.isAt(0, this.head) || !this.isAt(this.position - this.tail.length, this.tail)) return 'replaced';
      this.modified = mtimeNs;
    }
    return size > this.position ? 'grown' : 'none';
  }

  /** As `holds`, and whether the path still leads to it. */
  async look(): Promise<Change> {
    try {
      const { dev, ino } = await stat(this.path, { bigint: true });
      return `${dev} ${ino}` === this.identity ? this.holds() : 'replaced';
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return 'gone';
      throw error;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private isAt(offset: number, sample: Buffer): boolean {
    return Buffer.compare(this.read(offset, this.again.subarray(0, sample.length)), sample) === 0;
  }
}
