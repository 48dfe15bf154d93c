import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { wordsFor } from "../../parts/problem.tsx";
import { toast } from "../../parts/toast.tsx";
import type { Studio } from "./queries.ts";

type Tier = Studio["tier"];
const tiers: readonly Tier[] = ["starter", "studio", "house"];

/** How many requests the gateway takes of a studio, changed where it stands. */
export function TierOf({ studio: { id, name, tier } }: { studio: Studio }) {
  const queries = useQueryClient();
  const set = async (next: Tier) => {
    await api.patch("/v1/tenants/{id}", { params: { path: { id } }, body: { tier: next } });
    await queries.invalidateQueries({ queryKey: ["studios"] });
  };
  const change = useMutation({
    mutationFn: set,
    onSuccess: (_, next) => toast(`${name} is of the tier ${next} now.`, () => set(tier)),
  });
  return (
    <>
      <select
        aria-label={`Tier of ${name}`}
        title="How many requests the gateway takes of the studio"
        value={change.isPending ? change.variables : tier}
        disabled={change.isPending}
        onChange={({ target }) => {
          const next = tiers.find((one) => one === target.value);
          if (next !== undefined) change.mutate(next);
        }}
        className="min-h-8 rounded-md border border-line bg-surface px-1.5 hover:border-edge"
      >
        {tiers.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {change.error && (
        <p role="alert" className="mt-1 max-w-xs text-sm text-bad">
          {wordsFor(change.error).title}
        </p>
      )}
    </>
  );
}
