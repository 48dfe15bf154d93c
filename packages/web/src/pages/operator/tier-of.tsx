import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { Choice } from "../../parts/choice.tsx";
import type { Studio } from "./queries.ts";

const tiers: readonly Studio["tier"][] = ["starter", "studio", "house"];

/** How many requests the gateway takes of a studio, changed where it stands. */
export function TierOf({ studio: { id, name, tier } }: { studio: Studio }) {
  const queries = useQueryClient();
  return (
    <Choice
      label={`Tier of ${name}`}
      title="How many requests the gateway takes of the studio"
      value={tier}
      options={tiers}
      set={async (next) => {
        await api.patch("/v1/tenants/{id}", { params: { path: { id } }, body: { tier: next } });
        await queries.invalidateQueries({ queryKey: ["studios"] });
      }}
      said={(next) => `${name} is of the tier ${next} now.`}
    />
  );
}
