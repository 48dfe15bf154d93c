import { EmptyPage } from "../components/empty-state.tsx";
import { HomeLink } from "./home-link.tsx";

/** Shown instead of a page that the user has no permission for. */
export const NoAccess = ({ title, explanation }: { title: string; explanation: string }) => (
  <>
    <title>{`${title} – Pegbar`}</title>
    <EmptyPage title={title} action={<HomeLink />}>
      {explanation}
    </EmptyPage>
  </>
);
