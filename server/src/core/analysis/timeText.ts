/** Decimal nanoseconds, exact for any uptime; null where the clock is not one of time. */
export function timeText(sec: number, nsec: number): string | null {
  if (sec < 0 || nsec < 0 || !Number.isFinite(sec)) return null;
  if (sec === 0) return String(nsec);
  return `${sec}${String(nsec).padStart(9, '0')}`;
}
