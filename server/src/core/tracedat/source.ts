/** What the reader of trace.dat needs of the world outside. */

/** A file that can be read anywhere. `read` gives fewer bytes only where the file ends. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** Unpacks data of the named method into about `size` bytes; undefined where it is damaged or the method is not known. */
export type Decompress = (method: string, data: Uint8Array, size: number) => Uint8Array | undefined;

/** An expected failure is a value; `reason` is a part of a sentence about the file. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };
export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const failed = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });
