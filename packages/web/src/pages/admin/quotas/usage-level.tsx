import { useNow } from "../../../components/time-ago.tsx";
import { formatDate } from "../../../components/format.ts";
import { getBarColour, QuotaBar } from "./quota-bar.tsx";
import type { Meter, Quota } from "./meters.ts";
import { createProjection } from "./projection.ts";

/** Usage and projection of one limit, as a bar with a legend. */
export function UsageLevel({ quota, meter, limit }: { quota: Quota; meter: Meter; limit: number | null }) {
  const { format, isMonthly } = meter;
  const [used, reserved] = [meter.getUsed(quota), meter.getReserved(quota)];
  const projection = createProjection(quota, useNow());
  const projected = isMonthly ? projection.projectMonthEnd(used) : undefined;
  const fullAt = isMonthly && limit !== null ? projection.findFullTime(used, limit) : undefined;
  const fill = getBarColour(used + reserved, limit);
  const legend: [text: string, swatch: string][] = [
    [isMonthly ? `${format(used)} used` : `${format(used)} in use`, fill],
    ...(reserved > 0 ? ([[`${format(reserved)} reserved`, `${fill} opacity-55`]] satisfies typeof legend) : []),
    ...(projected === undefined
      ? []
      : ([[`${format(projected)} projected by month end`, "fill-busy opacity-25"]] satisfies typeof legend)),
  ];
  const left = limit === null ? undefined : limit - used - reserved;
  return (
    <div className="flex min-w-0 flex-col justify-center gap-1.5">
      <QuotaBar used={used} reserved={reserved} projected={projected} limit={limit} />
      <p className="flex min-h-6 flex-wrap gap-x-4 text-sm text-soft tabular-nums">
        {legend.map(([text, swatch]) => (
          <span key={text}>
            <svg aria-hidden="true" className="mr-1.5 inline size-2.5 align-baseline">
              <rect width="100%" height="100%" rx="2" className={swatch} />
            </svg>
            {text}
          </span>
        ))}
        {left !== undefined && (
          <span className={left < 0 ? "font-medium text-bad" : ""}>
            {left < 0 ? `${format(-left)} over the limit` : `${format(left)} left`}
          </span>
        )}
        {fullAt !== undefined && (
          <span className="font-medium text-warn">projected to run out on {formatDate(fullAt)}</span>
        )}
      </p>
    </div>
  );
}
