import { useMutation } from "@tanstack/react-query";
import { WORKFLOW_SUFFIX } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { saveFile } from "../../components/save-file.ts";
import type { Asset } from "./queries.ts";

/** Downloads the workflow that made a result, as ComfyUI's editor opens it. */
export function OpenWorkflow({ asset: { id, filename } }: { asset: Asset }) {
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: async () => {
      const graph = await api.get("/v1/assets/{id}/workflow", { params: { path: { id } } });
      saveFile(new Blob([JSON.stringify(graph, null, 2)], { type: "application/json" }), filename + WORKFLOW_SUFFIX);
    },
  });
  return (
    <section aria-label="Workflow" className="flex flex-col gap-2">
      <Button variant="plain" busy={isPending} onClick={() => mutate()}>
        Open workflow
      </Button>
      {isSuccess && (
        <p role="status" className="text-soft">
          Workflow downloaded. Drag the file into ComfyUI to open it.
        </p>
      )}
      {error && <ErrorMessage error={error} />}
    </section>
  );
}
