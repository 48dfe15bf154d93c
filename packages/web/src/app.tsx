import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queries } from "./api/queries.ts";
import { makeRouter } from "./router.tsx";
import { leave } from "./session/oidc.ts";
import type { Entry } from "./session/enter.ts";
import { Button } from "./parts/button.tsx";
import { Mark } from "./shell/mark.tsx";

const router = makeRouter();

/** The portal, or the door before it. */
export function App({ entry }: { entry: Entry }) {
  if (entry.kind !== "in") return <Door entry={entry} />;
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

function Door({ entry }: { entry: Exclude<Entry, { kind: "in" }> }) {
  const broken = entry.kind === "broken";
  const title = broken ? "Pegbar does not answer" : entry.left ? "You have signed out" : "Sign in to Pegbar";
  return (
    <main className="grid h-full place-items-center p-6">
      <title>{`${title} – Pegbar`}</title>
      <div className="flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-8">
        <Mark />
        <h1>{title}</h1>
        <p className="text-soft">
          {broken
            ? `Nothing is lost. Check your connection, then try again. (${entry.why})`
            : "Your studio's account opens it. Where you were going is kept."}
        </p>
        {broken ? (
          <Button onClick={() => location.reload()}>Try again</Button>
        ) : (
          <Button onClick={() => void leave(entry.returnTo, false)}>Sign in</Button>
        )}
      </div>
    </main>
  );
}
