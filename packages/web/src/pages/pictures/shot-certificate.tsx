import { useMutation, useQuery } from "@tanstack/react-query";
import { shotCertificate } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { shows } from "../../api/lists.ts";
import { Button } from "../../parts/button.tsx";
import { Problem } from "../../parts/problem.tsx";
import { saveFile } from "../../parts/save-file.ts";
import { shotsOf } from "./shots.ts";

/** The list is written into the log first, which takes about a second. */
const WAIT_SECONDS = 20;

async function save(shotId: string): Promise<{ name: string; results: number }> {
  const certificate = await api.get("/v1/shots/{id}/certificate", {
    params: { path: { id: shotId }, query: { wait: WAIT_SECONDS } },
  });
  const { name, results } = shotCertificate(certificate);
  saveFile(new Blob([JSON.stringify(certificate)], { type: "application/json" }), name);
  return { name, results };
}

/** What is handed over of a whole shot: one certificate of everything that was generated for it, whoever made it. */
export function ShotCertificate({ shotId }: { shotId: string }) {
  const saving = useMutation({ mutationFn: () => save(shotId) });
  const { show, shots } = shotsOf(useQuery(shows).data ?? [], { shot: shotId });
  const shot = shots.find(({ id }) => id === shotId);
  if (!show || !shot) return null;
  return (
    <section
      aria-labelledby="shot"
      className="mx-4 mb-4 flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3 md:mx-6"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-60 flex-1">
          <h2 id="shot">
            {show.code}/{shot.name}
          </h2>
          <p role="status" className="text-sm break-words text-soft">
            {saving.isPending
              ? "Its list is being written into the log …"
              : saving.data
                ? `Saved as ${saving.data.name}: ${counted(saving.data.results)}.`
                : "One certificate proves everything that was generated for it, rejects too."}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-4">
          <Button look="plain" busy={saving.isPending} onClick={() => saving.mutate()}>
            Download its certificate
          </Button>
          <a href="/verify" target="_blank" rel="noopener" className="text-accent underline">
            Check it
          </a>
        </div>
      </div>
      {saving.error && <Problem error={saving.error} again={() => saving.mutate()} />}
    </section>
  );
}

const counted = (results: number): string => (results === 1 ? "1 result" : `${results} results`);
