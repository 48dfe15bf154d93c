import { QueryClientProvider } from "@tanstack/react-query";
import { queryClient } from "../../api/query-client.ts";
import { Logo } from "../../shell/logo.tsx";
import { LinkProblem } from "./link-problem.tsx";
import { SharedReview } from "./shared-review.tsx";
import { useShareContent } from "./use-share-content.ts";

/** The page of a share link, for visitors without an account. */
export const SharePage = ({ secret }: { secret: string }) => (
  <QueryClientProvider client={queryClient}>
    <Content secret={secret} />
  </QueryClientProvider>
);

function Content({ secret }: { secret: string }) {
  const { data, error, refetch } = useShareContent(secret);
  if (error) return <LinkProblem error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div aria-busy="true" className="flex h-full flex-col gap-4 p-4">
        <span className="sr-only">Loading</span>
        <div className="skeleton h-9 w-60" />
        <div className="skeleton h-full w-full" />
      </div>
    );
  return (
    <div className="flex min-h-full flex-col">
      <title>{`${data.title} – ${data.studio}`}</title>
      <header className="flex items-center gap-3 border-b border-line bg-surface px-4 py-2.5">
        <Logo />
        <span className="font-semibold">{data.studio}</span>
        <span className="grow" />
        <span className="text-sm text-soft">for {data.recipient}</span>
      </header>
      <SharedReview secret={secret} shared={data} />
    </div>
  );
}
