import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { showToast } from "../../components/toast.tsx";

type Job = components["schemas"]["JobSummary"];
type JobAction = { action: "cancel" | "hold" | "release" } | { action: "prioritise"; priority: number };

/** Steps offered on the API's scale from -100 to 100. */
const priorities = [
  { name: "High priority", priority: 50 },
  { name: "Normal priority", priority: 0 },
  { name: "Low priority", priority: -50 },
] as const;

/** Bulk actions that the jobs' states and the user's permissions allow. */
export function JobActions({ jobs, onDone }: { jobs: readonly Job[]; onDone?: () => void }) {
  const queryClient = useQueryClient();
  const { can } = useMe();
  const mutation = useMutation({
    mutationFn: (what: JobAction) =>
      api.post("/v1/jobs/actions", { body: { ...what, jobIds: jobs.map(({ id }) => id) } }),
    onSuccess: ({ changed, stopping }) => {
      onDone?.();
      void queryClient.invalidateQueries({ queryKey: ["jobs"] });
      void queryClient.invalidateQueries({ queryKey: ["job"] });
      const summary = `${changed} ${changed === 1 ? "job" : "jobs"} updated`;
      showToast(stopping > 0 ? `${summary}. ${stopping} ${stopping === 1 ? "is" : "are"} stopping.` : `${summary}.`);
    },
  });
  const hasState = (...states: Job["state"][]) => jobs.some(({ state }) => states.includes(state));
  const run = (what: JobAction) => () => mutation.mutate(what);
  return (
    <>
      {can("job.cancel") && hasState("queued", "held", "running") && (
        <Button size="sm" variant="danger" busy={mutation.isPending} onClick={run({ action: "cancel" })}>
          Cancel
        </Button>
      )}
      {can("job.hold") && hasState("queued") && (
        <Button size="sm" variant="plain" disabled={mutation.isPending} onClick={run({ action: "hold" })}>
          Hold
        </Button>
      )}
      {can("job.hold") && jobs.some(({ heldBy }) => heldBy === "person" || heldBy === "platform") && (
        <Button size="sm" variant="plain" disabled={mutation.isPending} onClick={run({ action: "release" })}>
          Release
        </Button>
      )}
      {can("job.defer") &&
        hasState("queued", "held") &&
        priorities
          .filter(({ priority }) => priority <= 0 || can("job.raise"))
          .map(({ name, priority }) => (
            <Button
              key={name}
              size="sm"
              variant="plain"
              disabled={mutation.isPending}
              onClick={run({ action: "prioritise", priority })}
            >
              {name}
            </Button>
          ))}
      {mutation.error && <ErrorMessage error={mutation.error} />}
    </>
  );
}
