import type { ReactNode } from "react";

/** A titled group of facts. */
export const Facts = ({ title, badge, children }: { title: string; badge?: ReactNode; children: ReactNode }) => (
  <section className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-5">
    <div className="flex flex-wrap items-center gap-3">
      <h2>{title}</h2>
      {badge}
    </div>
    <dl className="flex flex-col gap-3">{children}</dl>
  </section>
);

interface FactProps {
  name: string;
  /** What the value means, in one short sentence. */
  hint: string;
  children: ReactNode;
}

/** A value with its explanation. */
export const Fact = ({ name, hint, children }: FactProps) => (
  <div>
    <dt className="text-sm text-soft">{name}</dt>
    <dd className="min-w-0">
      <div className="wrap-anywhere">{children}</div>
      <p className="text-sm text-soft">{hint}</p>
    </dd>
  </div>
);
