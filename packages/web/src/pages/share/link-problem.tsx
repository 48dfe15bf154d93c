import { Button } from "../../components/button.tsx";
import { describeError } from "../../components/error-message.tsx";
import { Logo } from "../../shell/logo.tsx";
import { isGone } from "./use-share-content.ts";

/** Shown in place of a link's content: why there is none, and what to do. */
export function LinkProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const gone = isGone(error);
  const title = gone ? (error.code === "link_ended" ? "This link has ended" : "Unknown link") : "Can’t open this link";
  // The title says it already.
  const detail = describeError(error).title.replace(/^Unknown link\. /, "");
  return (
    <main className="grid h-full place-items-center p-6">
      <title>{`${title} – Pegbar`}</title>
      <div className="flex w-full max-w-md flex-col gap-4 rounded-lg border border-line bg-surface p-8">
        <Logo />
        <h1>{title}</h1>
        <p className="text-soft wrap-anywhere">{detail}</p>
        {!gone && <Button onClick={onRetry}>Try again</Button>}
      </div>
    </main>
  );
}
