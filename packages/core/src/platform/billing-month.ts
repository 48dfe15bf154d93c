import { TZDate } from "@date-fns/tz/date";

/** The month of an instant in a time zone: `2026-11`. */
export const getMonth = (at: Date, timeZone: string): string => getDay(at, timeZone).slice(0, 7);

/** The day of an instant in a time zone: `2026-11-23`. */
export function getDay(at: Date, timeZone: string): string {
  const there = new TZDate(at.getTime(), timeZone);
  return [there.getFullYear(), there.getMonth() + 1, there.getDate()]
    .map((number) => String(number).padStart(2, "0"))
    .join("-");
}

/** The instant at which the next month begins in a time zone, when monthly limits renew. */
export function getRenewalTime(at: Date, timeZone: string): Date {
  const there = new TZDate(at.getTime(), timeZone);
  return new Date(new TZDate(there.getFullYear(), there.getMonth() + 1, 1, timeZone).getTime());
}

/** Whether a name is that of an IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "" && /^[A-Za-z]/.test(name)
    );
  } catch {
    // Intl throws a RangeError for an unknown name.
    return false;
  }
}
