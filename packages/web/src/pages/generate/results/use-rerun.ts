import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/create.ts";
import { addRecentJob } from "../draft.ts";
import { buildRerun, findRerunProblem } from "./rerun.ts";

type Job = components["schemas"]["Job"];

/** Submits a job again with the next seeds. `problem` says why that is not possible. */
export function useRerun(job: Job | undefined) {
  const queryClient = useQueryClient();
  const versionId = job?.workflowVersionId ?? null;
  const { data: workflow } = useQuery({
    queryKey: ["workflow-version", versionId],
    queryFn: ({ signal }) => api.get("/v1/workflows/{id}", { params: { path: { id: versionId ?? "" } }, signal }),
    enabled: versionId !== null,
    // A version never changes.
    staleTime: Infinity,
  });
  const found = job && workflow && job.erasedAt === null ? findRerunProblem(job, workflow) : "noSeed";
  const mutation = useMutation({
    mutationFn: async (count: number) => {
      if (!job || !workflow) return;
      for (let by = 1; by <= count; by++) {
        const made = await api.post("/v1/jobs", {
          body: buildRerun(job, workflow, by),
          params: { header: { "idempotency-key": crypto.randomUUID() } },
        });
        addRecentJob(made.id);
        queryClient.setQueryData(["job", made.id], made);
      }
      showToast(strings.submitted(count));
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ["quotas"] });
      void queryClient.invalidateQueries({ queryKey: ["jobs"] });
    },
  });
  return {
    submit: (count: number) => found === undefined && !mutation.isPending && mutation.mutate(count),
    isPending: mutation.isPending,
    error: mutation.error,
    problem: found && (workflow ? strings[found] : undefined),
    isPossible: found === undefined,
  };
}
