import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What appears here, and how to add it. */
  children: ReactNode;
  /** Button or link to the next step. */
  action?: ReactNode;
}

/** Shown instead of an empty list. */
export const EmptyState = ({ title, children, action }: Props) => (
  <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed border-line px-5 py-10 text-center md:p-12">
    <h2>{title}</h2>
    <p className="max-w-prose text-soft">{children}</p>
    {action}
  </div>
);

/** Shown instead of a whole page. */
export const EmptyPage = ({ title, children, action }: Props) => (
  <div className="mx-auto flex max-w-2xl flex-col items-center gap-2 p-6 pt-[15vh] text-center">
    <h1>{title}</h1>
    <p className="max-w-prose text-soft">{children}</p>
    {action}
  </div>
);
