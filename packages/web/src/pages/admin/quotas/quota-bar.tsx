interface Props {
  used: number;
  reserved: number;
  projected?: number | undefined;
  limit: number | null;
  slim?: boolean;
}

/** Colour of the bar: a warning from 80 % of the limit. */
export function getBarColour(taken: number, limit: number | null): string {
  if (limit === null || taken < 0.8 * limit) return "fill-busy";
  if (taken > limit) return "fill-bad";
  return taken === 0 ? "fill-busy" : "fill-warn";
}

/** Bar of used, reserved and projected amounts, and the limit. Decorative: the numbers are next to it as text. */
export function QuotaBar({ used, reserved, projected = 0, limit, slim = false }: Props) {
  const taken = used + reserved;
  // There is nothing to fill without a limit.
  if (limit === null)
    return (
      <svg aria-hidden="true" className={`block w-full ${slim ? "h-1.5" : "h-4"}`}>
        <line x1="0" x2="100%" y1="50%" y2="50%" strokeWidth="2" strokeDasharray="2 6" className="stroke-line" />
      </svg>
    );
  const scaleMax = Math.max(limit, taken, projected) * (slim ? 1 : 1.04) || 1;
  const toPercent = (value: number) => `${Math.min(100, (value / scaleMax) * 100)}%`;
  const fill = getBarColour(taken, limit);
  return (
    <svg aria-hidden="true" className={`block w-full overflow-visible ${slim ? "h-1.5" : "h-4"}`}>
      <rect width="100%" height="100%" rx="3" className="fill-line" />
      {projected > taken && <rect width={toPercent(projected)} height="100%" rx="3" className="fill-busy opacity-25" />}
      <rect width={toPercent(taken)} height="100%" rx="3" className={`${fill} opacity-55`} />
      <rect width={toPercent(used)} height="100%" rx="3" className={fill} />
      {!slim && (
        <rect
          x={toPercent(limit)}
          y="-15%"
          width="2.5"
          height="130%"
          className="fill-text"
          transform="translate(-1 0)"
        />
      )}
    </svg>
  );
}
