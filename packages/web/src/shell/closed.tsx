import { EmptyPage } from "../parts/empty.tsx";
import { HomeLink } from "./home-link.tsx";

/** In the place of a page that somebody may not open: whose it is. */
export const Closed = ({ title, why }: { title: string; why: string }) => (
  <>
    <title>{`${title} – Pegbar`}</title>
    <EmptyPage title={title} act={<HomeLink />}>
      {why}
    </EmptyPage>
  </>
);
