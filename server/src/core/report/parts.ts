export interface Part { readonly name: string }

/** The file that a line belongs to: of a merged trace one of its parts, else the file itself. */
export const nameOf = (parts: readonly Part[] | undefined, part: number | undefined, file: string): string =>
  (part === undefined ? undefined : parts?.[part]?.name) ?? file;
