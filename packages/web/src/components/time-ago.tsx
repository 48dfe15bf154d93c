import { createStore, useStore } from "../store.ts";
import { formatExactTime } from "./format.ts";
import { locale } from "./locale.ts";

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });

/** One clock for the whole page, so that all relative times change together. */
const now = createStore(Date.now());
setInterval(() => now.set(Date.now()), 30_000);
/** The current time in milliseconds since 1970, updated every 30 seconds. */
export const useNow = (): number => useStore(now);

/** A relative time, with the exact time on hover. */
export function TimeAgo({ at }: { at: string }) {
  const ms = Math.min(0, Date.parse(at) - useNow());
  const [unit, size] = steps.find(([, length]) => -ms >= length) ?? ["minute", 60_000];
  const text = -ms < 60_000 ? "just now" : relative.format(Math.ceil(ms / size), unit);
  return (
    <time dateTime={at} title={formatExactTime(at)} className="text-sm whitespace-nowrap text-soft tabular-nums">
      {text}
    </time>
  );
}
