/** What a file is by its first bytes, where that is not trace text, and what to run instead. */
export type Content = { readonly kind: 'text' | 'gzip' | 'trace.dat' } | { readonly kind: 'other'; readonly reason: (file: string) => string };

interface Signature { readonly bytes: readonly number[]; readonly reason: (file: string) => string }

const ascii = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));
const packed = (kind: string, command: string) => (file: string): string =>
  `is compressed with ${kind}; run \`${command} ${file} | buddyscope ... -\``;

const signatures: readonly Signature[] = [
  { bytes: ascii('PERFILE2'), reason: (file) => `is a perf.data file; run \`perf script -i ${file} > trace.txt\` and give trace.txt` },
  { bytes: [0x7f, ...ascii('ELF')], reason: () => 'is an ELF program, not a trace; give the text of /sys/kernel/tracing/trace' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], reason: packed('zstd', 'zstd -dc') },
  { bytes: [0xfd, ...ascii('7zXZ'), 0], reason: packed('xz', 'xz -dc') },
  { bytes: [...ascii('BZh'), 0x39], reason: packed('bzip2', 'bzip2 -dc') },
  { bytes: [0x04, 0x22, 0x4d, 0x18], reason: packed('lz4', 'lz4 -dc') },
  { bytes: [...ascii('PK'), 3, 4], reason: packed('zip', 'unzip -p') },
  { bytes: [0xff, 0xfe], reason: (file) => `is UTF-16 text; run \`iconv -f UTF-16 -t UTF-8 ${file} > trace.txt\` and give trace.txt` },
  { bytes: [0xfe, 0xff], reason: (file) => `is UTF-16 text; run \`iconv -f UTF-16 -t UTF-8 ${file} > trace.txt\` and give trace.txt` },
];

/** So many bytes decide, if the file has them. */
export const signatureLength = 16;

export function identify(start: Uint8Array): Content {
  const begins = (bytes: readonly number[]): boolean => start.length >= bytes.length && bytes.every((byte, at) => start[at] === byte);
  if (begins([0x1f, 0x8b])) return { kind: 'gzip' };
  if (begins([0x17, 0x08, 0x44, ...ascii('tracing')])) return { kind: 'trace.dat' };
  const found = signatures.find(({ bytes }) => begins(bytes));
  return found === undefined ? { kind: 'text' } : { kind: 'other', reason: found.reason };
}
