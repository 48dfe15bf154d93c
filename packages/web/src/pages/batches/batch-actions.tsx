import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/dialog.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { showToast } from "../../components/toast.tsx";
import type { Batch } from "./queries.ts";

type Action = "pause" | "resume" | "cancel" | "retry";

/** What can be done with a batch in its state. */
export function BatchActions({ batch }: { batch: Batch }) {
  const queryClient = useQueryClient();
  const { can } = useMe();
  const [isCancelling, setIsCancelling] = useState(false);
  const mutation = useMutation({
    mutationFn: (action: Action) =>
      api.post("/v1/batches/{id}/actions", { params: { path: { id: batch.id } }, body: { action } }),
    onSuccess: ({ changed }) => {
      void queryClient.invalidateQueries({ queryKey: ["batch", batch.id] });
      void queryClient.invalidateQueries({ queryKey: ["batches"] });
      showToast(`${changed} ${changed === 1 ? "job" : "jobs"} updated.`);
    },
  });
  const { counts, state } = batch;
  const isOpen = state !== "ended";
  const run = (action: Action) => () => mutation.mutate(action);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {can("job.retry") && counts.failed > 0 && (
        <Button size="sm" busy={mutation.isPending} onClick={run("retry")}>
          Retry {counts.failed} failed
        </Button>
      )}
      {can("job.hold") && (state === "paused" || state === "stopped") && (
        <Button size="sm" variant="plain" disabled={mutation.isPending} onClick={run("resume")}>
          Resume
        </Button>
      )}
      {can("job.hold") && state === "active" && (
        <Button size="sm" variant="plain" disabled={mutation.isPending} onClick={run("pause")}>
          Pause
        </Button>
      )}
      {can("job.cancel") && isOpen && (
        <Button size="sm" variant="danger" disabled={mutation.isPending} onClick={() => setIsCancelling(true)}>
          Cancel
        </Button>
      )}
      {mutation.error && <ErrorMessage error={mutation.error} />}
      {isCancelling && (
        <ConfirmDialog
          title="Cancel this batch?"
          action="Cancel the batch"
          onConfirm={() => mutation.mutateAsync("cancel")}
          onClose={() => setIsCancelling(false)}
        >
          {counts.queued + counts.held + counts.waiting + counts.running} jobs end without a result. Results that exist
          stay.
        </ConfirmDialog>
      )}
    </div>
  );
}
