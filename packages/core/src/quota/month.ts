import { Temporal } from "temporal-polyfill";

const zoned = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

/** Month that an instant lies in, in a time zone: `2026-11`. */
export const monthOf = (at: Date, timeZone: string): string =>
  zoned(at, timeZone).toPlainDate().toPlainYearMonth().toString();

/** Day that an instant lies in, in a time zone: `2026-11-23`. */
export const dayOf = (at: Date, timeZone: string): string => zoned(at, timeZone).toPlainDate().toString();

/** The instant at which the next month begins there: monthly limits renew. */
export function renewsAt(at: Date, timeZone: string): Date {
  const first = zoned(at, timeZone).toPlainDate().with({ day: 1 }).add({ months: 1 });
  return new Date(first.toZonedDateTime(timeZone).epochMilliseconds);
}

/** Whether a name is that of an IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
