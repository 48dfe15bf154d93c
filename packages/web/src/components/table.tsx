import type { ComponentProps, ReactNode } from "react";

/** A table with a caption for screen readers. Columns marked `wide` are hidden on narrow screens. */
export function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

interface CellProps {
  /** Right-aligned with tabular digits. */
  number?: boolean;
  /** Hidden on narrow screens. */
  wide?: boolean;
}
const getCellClass = ({ number, wide }: CellProps): string =>
  `${number ? "text-right tabular-nums" : ""} ${wide ? "hidden md:table-cell" : ""}`;

export const Th = ({ number = false, wide = false, className = "", ...rest }: CellProps & ComponentProps<"th">) => (
  <th
    scope="col"
    {...rest}
    className={`border-b border-line px-2 py-2 text-sm font-medium whitespace-nowrap text-soft first:pl-3 last:pr-3 md:px-3 ${getCellClass({ number, wide })} ${className}`}
  />
);
export const Td = ({ number = false, wide = false, className = "", ...rest }: CellProps & ComponentProps<"td">) => (
  <td
    {...rest}
    className={`border-t border-line px-2 py-2.5 [tr:first-child>&]:border-t-0 first:pl-3 last:pr-3 md:px-3 ${getCellClass({ number, wide })} ${className}`}
  />
);

/** Placeholder while rows load. */
export const TableSkeleton = ({ rows = 6 }: { rows?: number }) => (
  <div aria-busy="true" className="overflow-hidden rounded-lg border border-line bg-surface">
    <span className="sr-only">Loading</span>
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className="border-b border-line px-3 py-4 last:border-b-0">
        <div className="skeleton h-4 w-2/3" />
      </div>
    ))}
  </div>
);

const tones = {
  soft: "bg-sunken text-soft",
  good: "bg-good-wash text-good",
  busy: "bg-busy-wash text-busy",
  warn: "bg-warn-wash text-warn",
  bad: "bg-bad-wash text-bad",
} as const;

/** A short state label. */
export const Badge = ({ tone = "soft", children }: { tone?: keyof typeof tones; children: ReactNode }) => (
  <span className={`inline-block rounded-sm px-1.5 py-px text-sm font-medium whitespace-nowrap ${tones[tone]}`}>
    {children}
  </span>
);
