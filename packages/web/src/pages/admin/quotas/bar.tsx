interface Props {
  used: number;
  reserved: number;
  projected?: number | undefined;
  limit: number | null;
  slim?: boolean;
}

/** In which colour what is taken shows: from 80 % on it warns. */
export function colourOf(taken: number, limit: number | null): string {
  if (limit === null || taken < 0.8 * limit) return "fill-busy";
  if (taken > limit) return "fill-bad";
  return taken === 0 ? "fill-busy" : "fill-warn";
}

/** What is used and reserved of a limit, and where the month may end. Full width is the largest of them. Words say it beside it. */
export function QuotaBar({ used, reserved, projected = 0, limit, slim = false }: Props) {
  const taken = used + reserved;
  const whole = Math.max(limit ?? 0, taken, projected) * (limit === null || slim ? 1 : 1.04) || 1;
  const at = (value: number) => `${Math.min(100, (value / whole) * 100)}%`;
  const fill = colourOf(taken, limit);
  return (
    <svg aria-hidden="true" className={`block w-full overflow-visible ${slim ? "h-1.5" : "h-4"}`}>
      <rect width="100%" height="100%" rx="3" className="fill-line" />
      {projected > taken && <rect width={at(projected)} height="100%" rx="3" className="fill-busy opacity-25" />}
      <rect width={at(taken)} height="100%" rx="3" className={`${fill} opacity-55`} />
      <rect width={at(used)} height="100%" rx="3" className={fill} />
      {!slim && limit !== null && (
        <rect x={at(limit)} y="-15%" width="2.5" height="130%" className="fill-text" transform="translate(-1 0)" />
      )}
    </svg>
  );
}
