import { HomeLink } from "./home-link.tsx";

/** In the place of a page that somebody may not open: whose it is. */
export const Closed = ({ title, why }: { title: string; why: string }) => (
  <div className="mx-auto flex max-w-2xl flex-col items-center gap-2 p-6 pt-[15vh] text-center">
    <title>{`${title} – Pegbar`}</title>
    <h1>{title}</h1>
    <p className="max-w-prose text-soft">{why}</p>
    <HomeLink />
  </div>
);
