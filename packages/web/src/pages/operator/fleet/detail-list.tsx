/** A description list; long values wrap, and keep their line breaks. */
export const DetailList = ({
  label,
  details,
}: {
  label: string;
  details: readonly (readonly [name: string, value: string])[];
}) => (
  <dl
    aria-label={label}
    className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 rounded-lg border border-line bg-surface p-3"
  >
    {details.map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-soft">{name}</dt>
        <dd className="min-w-0 wrap-anywhere whitespace-pre-line tabular-nums">{value}</dd>
      </div>
    ))}
  </dl>
);
