/** An expected failure is a value; `reason` is one line for a person: what is wrong and what to do. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });
export const failure = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });
