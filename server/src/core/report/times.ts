/** `1234000000567` -> `1234.000000567`: by text, as a double holds nanoseconds of 104 days only. */
export function secondsOf(nanoseconds: string): string {
  const negative = nanoseconds.startsWith('-');
  const digits = (negative ? nanoseconds.slice(1) : nanoseconds).padStart(10, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
