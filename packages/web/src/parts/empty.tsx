import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What would be here, and how it comes. */
  children: ReactNode;
  /** The button or link that leads on. */
  act?: ReactNode;
}

/** In the place of a list: nothing is in it, or nothing fits. */
export const Empty = ({ title, children, act }: Props) => (
  <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed border-line px-5 py-10 text-center md:p-12">
    <h2>{title}</h2>
    <p className="max-w-prose text-soft">{children}</p>
    {act}
  </div>
);

/** In the place of a whole page. */
export const EmptyPage = ({ title, children, act }: Props) => (
  <div className="mx-auto flex max-w-2xl flex-col items-center gap-2 p-6 pt-[15vh] text-center">
    <h1>{title}</h1>
    <p className="max-w-prose text-soft">{children}</p>
    {act}
  </div>
);
