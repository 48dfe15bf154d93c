import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { InlineSelect } from "../../components/inline-select.tsx";
import type { Studio } from "./queries.ts";

const tiers: readonly Studio["tier"][] = ["starter", "studio", "house"];

/** Changes a studio's tier, which sets its API request limit. */
export function TierSelect({ studio: { id, name, tier } }: { studio: Studio }) {
  const queryClient = useQueryClient();
  return (
    <InlineSelect
      label={`Tier of ${name}`}
      title="API request limit of the studio"
      value={tier}
      options={tiers}
      save={async (next) => {
        await api.patch("/v1/tenants/{id}", { params: { path: { id } }, body: { tier: next } });
        await queryClient.invalidateQueries({ queryKey: ["studios"] });
      }}
      savedMessage={(next) => `${name} is now on the ${next} tier.`}
    />
  );
}
