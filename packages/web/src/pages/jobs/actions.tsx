import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../parts/button.tsx";
import { Problem } from "../../parts/problem.tsx";
import { toast } from "../../parts/toast.tsx";

type Job = components["schemas"]["JobSummary"];
type Act = { action: "cancel" | "hold" | "release" } | { action: "prioritise"; priority: number };

/** Steps on the scale from -100 to 100 that people think in. */
const priorities = [
  { name: "High priority", priority: 50 },
  { name: "Usual priority", priority: 0 },
  { name: "Low priority", priority: -50 },
] as const;

/** What can be done to these jobs, in one step; only what they are in a state for, and what one may. */
export function Actions({ jobs, done }: { jobs: readonly Job[]; done?: () => void }) {
  const queries = useQueryClient();
  const { can } = useMe();
  const act = useMutation({
    mutationFn: (what: Act) => api.post("/v1/jobs/actions", { body: { ...what, jobIds: jobs.map(({ id }) => id) } }),
    onSuccess: ({ changed, stopping }) => {
      done?.();
      void queries.invalidateQueries({ queryKey: ["jobs"] });
      void queries.invalidateQueries({ queryKey: ["job"] });
      const whole = `${changed} ${changed === 1 ? "job" : "jobs"} changed`;
      toast(stopping > 0 ? `${whole}; ${stopping} of them stop as soon as their workers hear of it.` : `${whole}.`);
    },
  });
  const some = (...states: Job["state"][]) => jobs.some(({ state }) => states.includes(state));
  const press = (what: Act) => () => act.mutate(what);
  return (
    <>
      {can("job.cancel") && some("queued", "held", "running") && (
        <Button size="sm" look="danger" busy={act.isPending} onClick={press({ action: "cancel" })}>
          Cancel
        </Button>
      )}
      {can("job.hold") && some("queued") && (
        <Button size="sm" look="plain" disabled={act.isPending} onClick={press({ action: "hold" })}>
          Hold
        </Button>
      )}
      {can("job.hold") && some("held") && (
        <Button size="sm" look="plain" disabled={act.isPending} onClick={press({ action: "release" })}>
          Release
        </Button>
      )}
      {can("job.defer") &&
        some("queued", "held") &&
        priorities
          .filter(({ priority }) => priority <= 0 || can("job.raise"))
          .map(({ name, priority }) => (
            <Button
              key={name}
              size="sm"
              look="plain"
              disabled={act.isPending}
              onClick={press({ action: "prioritise", priority })}
            >
              {name}
            </Button>
          ))}
      {act.error && <Problem error={act.error} />}
    </>
  );
}
