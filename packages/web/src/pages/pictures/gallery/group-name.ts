import { locale } from "../../../components/locale.ts";
import type { Group } from "./chunks.ts";

const days = new Intl.DateTimeFormat(locale, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** The shot's codes, or the day in words. */
export const nameGroup = ({ key, shotId }: Group): string =>
  shotId === null ? days.format(new Date(`${key}T00:00:00Z`)) : key;
