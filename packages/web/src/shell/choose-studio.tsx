import { PegbarError } from "@pegbar/sdk";
import { useQuery } from "@tanstack/react-query";
import { memberships } from "../api/memberships.ts";
import { Button } from "../parts/button.tsx";
import { Problem } from "../parts/problem.tsx";
import { switchStudio } from "../session/studio.ts";
import { Mark } from "./mark.tsx";

/** Whether the API needs to know which of several studios is meant. */
export const isAmbiguous = (error: unknown): boolean =>
  error instanceof PegbarError && error.code === "tenant_ambiguous";

/** Asks somebody in several studios, once, where they work by default. */
export function ChooseStudio() {
  const { data, error, refetch } = useQuery(memberships);
  return (
    <main className="grid h-full place-items-center p-6">
      <title>Choose a studio – Pegbar</title>
      <div className="flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-8">
        <Mark />
        <h1>Choose a studio</h1>
        <p className="text-soft">You can switch at any time in your account menu.</p>
        {error && <Problem error={error} again={() => void refetch()} />}
        {data?.items.map(({ tenant, role }) => (
          <Button key={tenant.slug} look="plain" onClick={() => void switchStudio(tenant.slug)}>
            {tenant.name} <span className="font-normal text-soft">{role}</span>
          </Button>
        ))}
      </div>
    </main>
  );
}
