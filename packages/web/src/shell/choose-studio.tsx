import { PegbarError } from "@pegbar/sdk";
import { useQuery } from "@tanstack/react-query";
import { memberships } from "../api/memberships.ts";
import { Button } from "../components/button.tsx";
import { ErrorMessage } from "../components/error-message.tsx";
import { switchStudio } from "../session/switch-studio.ts";
import { Logo } from "./logo.tsx";

/** Whether the user belongs to several studios and has no default. */
export const isAmbiguous = (error: unknown): boolean =>
  error instanceof PegbarError && error.code === "tenant_ambiguous";

/** Asks a member of several studios for their default studio. */
export function ChooseStudio() {
  const { data, error, refetch } = useQuery(memberships);
  return (
    <main className="grid h-full place-items-center p-6">
      <title>Choose a studio – Pegbar</title>
      <div className="flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-8">
        <Logo />
        <h1>Choose a studio</h1>
        <p className="text-soft">You can switch studios at any time in the account menu.</p>
        {error && <ErrorMessage error={error} onRetry={() => void refetch()} />}
        {data?.items.map(({ tenant, role }) => (
          <Button key={tenant.slug} variant="plain" onClick={() => void switchStudio(tenant.slug)}>
            {tenant.name} <span className="font-normal text-soft">{role}</span>
          </Button>
        ))}
      </div>
    </main>
  );
}
