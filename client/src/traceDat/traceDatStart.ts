const magic: readonly number[] = [0x17, 0x08, 0x44, ...[...'tracing'].map(letter => letter.charCodeAt(0))];

export const startLength = magic.length;
export const isTraceDatStart = (start: Uint8Array): boolean => magic.every((byte, at) => start[at] === byte);
