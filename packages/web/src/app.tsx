import { useEffect } from "react";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "./api/query-client.ts";
import { prepareForOffline } from "./offline.ts";
import { createPortalRouter } from "./router.tsx";
import { redirectToIssuer } from "./session/oidc.ts";
import { leaveOnSignOut } from "./session/sign-out.ts";
import type { SignInState } from "./session/start-session.ts";
import { Button } from "./components/button.tsx";
import { StatusLink } from "./components/status-link.tsx";
import { Logo } from "./shell/logo.tsx";

const router = createPortalRouter();

leaveOnSignOut();

/** The portal, or the sign-in page if nobody is signed in. */
export function App({ session }: { session: SignInState }) {
  useEffect(() => {
    if (session.kind === "in") prepareForOffline(router);
  }, [session.kind]);
  if (session.kind !== "in") return <SignInPage session={session} />;
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

function SignInPage({ session }: { session: Exclude<SignInState, { kind: "in" }> }) {
  const isBroken = session.kind === "broken";
  useEffect(() => {
    if (!isBroken) return undefined;
    const retry = () => location.reload();
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, [isBroken]);
  const title = isBroken ? "Can’t reach Pegbar" : session.signedOut ? "You’re signed out" : "Sign in to Pegbar";
  return (
    <main className="grid h-full place-items-center p-6">
      <title>{`${title} – Pegbar`}</title>
      <div className="flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-8">
        <Logo />
        <h1>{title}</h1>
        <p className="text-soft">
          {isBroken
            ? `Check your connection, then try again.${session.error === undefined ? "" : ` (${session.error})`}`
            : session.signedOut
              ? "To continue, sign in with your studio account."
              : "Sign in with your studio account. You’ll return to the page you wanted."}
        </p>
        {isBroken ? (
          <>
            <Button onClick={() => location.reload()}>Try again</Button>
            <StatusLink />
          </>
        ) : (
          <Button onClick={() => void redirectToIssuer(session.returnTo, false)}>Sign in</Button>
        )}
      </div>
    </main>
  );
}
