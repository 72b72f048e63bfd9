import { inflateSync } from 'node:zlib';
import { decompress as unpackZstd } from 'fzstd';
import type { Decompress } from '../core/index.js';

/** Both libraries throw where data is damaged. */
export const unpack: Decompress = (method, data, size) => {
  try {
    switch (method) {
      case 'zlib': return inflateSync(data, { maxOutputLength: Math.max(1, size) });
      case 'zstd': return unpackZstd(data, new Uint8Array(size));
      default: return undefined;
    }
  } catch {
    return undefined;
  }
};
