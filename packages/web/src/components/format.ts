import { locale } from "./locale.ts";

const usd = new Intl.NumberFormat(locale, { style: "currency", currency: "USD" });
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

export const formatCount = (value: number): string => plain.format(value);

/** US dollars. A positive amount below half a cent is `< $0.01`. */
export const formatMoney = (dollars: number): string =>
  dollars > 0 && dollars < 0.005 ? "< $0.01" : usd.format(dollars);

const chooseUnit = (seconds: number): [size: number, name: string] =>
  seconds < 60 ? [1, "s"] : seconds < 3600 ? [60, "min"] : [3600, "h"];

/** Seconds in the most readable unit, with at most one decimal. */
export function formatDuration(seconds: number): string {
  const [size, name] = chooseUnit(seconds);
  return `${tenth.format(seconds / size)} ${name}`;
}

/** A range of seconds in the unit of its end. */
export function formatDurationRange(low: number, high: number): string {
  const [size, name] = chooseUnit(high);
  const [from, to] = [tenth.format(low / size), tenth.format(high / size)];
  return from === to ? `${to} ${name}` : `${from} – ${to} ${name}`;
}

/** An estimated start, from a range of seconds. */
export const formatStartIn = ({ low, high }: { low: number; high: number }): string =>
  high < 1 ? "immediately" : low < 1 ? `within ${formatDuration(high)}` : `in ${formatDurationRange(low, high)}`;

/** Bytes in the most readable decimal unit. */
export function formatBytes(value: number): string {
  const step = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  return `${tenth.format(value / 1000 ** step)} ${["B", "kB", "MB", "GB", "TB"][step]}`;
}

const dates = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
export const formatDate = (at: string | number): string => dates.format(new Date(at));

const times = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});
const exactTimes = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});
/** A time with seconds and its zone: `Dec 1, 2026, 15:44:07 GMT+1` */
export const formatExactTime = (at: string | number): string => exactTimes.format(new Date(at));

/** A time with its zone: `Dec 1, 2026, 15:44 GMT+1` */
export const formatTime = (at: string | number): string => times.format(new Date(at));

const months = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
/**
 * When a limit renews, as midnight in the studio's time zone, which is named: a reader elsewhere sees the same day as the
 * studio. `December 1, 2026, 00:00 (Europe/Paris)`
 */
export function formatRenewal({ renewsAt, timeZone }: { renewsAt: string; timeZone: string }): string {
  const at = new Date(renewsAt);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(at);
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  return `${day}, ${time.format(at)} (${timeZone})`;
}

/** `2026-11` as `November 2026`. */
export const formatMonth = (month: string): string => months.format(new Date(`${month}-01T00:00:00Z`));
