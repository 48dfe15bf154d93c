import { useNow } from "../../../parts/time.tsx";
import { date } from "../../../parts/amount.ts";
import { colourOf, QuotaBar } from "./bar.tsx";
import type { Meter, Quota } from "./meters.ts";
import { paceOf } from "./pace.ts";

/** How much of a limit is taken, and how the month may end: as a bar and in words. */
export function Level({ quota, meter, limit }: { quota: Quota; meter: Meter; limit: number | null }) {
  const { show, monthly } = meter;
  const [used, reserved] = [meter.used(quota), meter.reserved(quota)];
  const pace = paceOf(quota, useNow());
  const projected = monthly ? pace.projected(used) : undefined;
  const full = monthly && limit !== null ? pace.fullAt(used, limit) : undefined;
  const fill = colourOf(used + reserved, limit);
  const words: [text: string, swatch: string][] = [
    [monthly ? `${show(used)} used` : `${show(used)} now`, fill],
    ...(reserved > 0 ? ([[`${show(reserved)} reserved`, `${fill} opacity-55`]] satisfies typeof words) : []),
    ...(projected === undefined
      ? []
      : ([[`${show(projected)} by the month's end at this pace`, "fill-busy opacity-25"]] satisfies typeof words)),
  ];
  const left = limit === null ? undefined : limit - used - reserved;
  return (
    <div className="flex min-w-0 flex-col justify-center gap-1.5">
      <QuotaBar used={used} reserved={reserved} projected={projected} limit={limit} />
      <p className="flex min-h-6 flex-wrap gap-x-4 text-sm text-soft tabular-nums">
        {words.map(([text, swatch]) => (
          <span key={text}>
            <svg aria-hidden="true" className="mr-1.5 inline size-2.5 align-baseline">
              <rect width="100%" height="100%" rx="2" className={swatch} />
            </svg>
            {text}
          </span>
        ))}
        {left !== undefined && (
          <span className={left < 0 ? "font-medium text-bad" : ""}>
            {left < 0 ? `${show(-left)} over the limit` : `${show(left)} left`}
          </span>
        )}
        {full !== undefined && <span className="font-medium text-warn">full on {date(full)} at this pace</span>}
      </p>
    </div>
  );
}
