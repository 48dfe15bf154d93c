import { useMutation, useQuery } from "@tanstack/react-query";
import { shotCertificate } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { shows } from "../../api/lists.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { saveFile } from "../../components/save-file.ts";
import { listShots } from "./list-shots.ts";

/** How long the API waits until the list of results is in the log. It takes about a second. */
const WAIT_SECONDS = 20;

async function saveCertificate(shotId: string): Promise<{ name: string; results: number }> {
  const certificate = await api.get("/v1/shots/{id}/certificate", {
    params: { path: { id: shotId }, query: { wait: WAIT_SECONDS } },
  });
  const { name, results } = shotCertificate(certificate);
  saveFile(new Blob([JSON.stringify(certificate)], { type: "application/json" }), name);
  return { name, results };
}

/** Downloads one certificate of everything that was generated for a shot, by any member. */
export function ShotCertificate({ shotId }: { shotId: string }) {
  const saving = useMutation({ mutationFn: () => saveCertificate(shotId) });
  const { show, shots } = listShots(useQuery(shows).data ?? [], { shot: shotId });
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
              ? "Writing the list of results to the log…"
              : saving.data
                ? `Saved ${saving.data.name} with ${formatResults(saving.data.results)}.`
                : "One certificate for every result of this shot, including rejects."}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-4">
          <Button variant="plain" busy={saving.isPending} onClick={() => saving.mutate()}>
            Download shot certificate
          </Button>
          <a href="/verify" target="_blank" rel="noopener" className="text-accent underline">
            Verify
          </a>
        </div>
      </div>
      {saving.error && <ErrorMessage error={saving.error} onRetry={() => saving.mutate()} />}
    </section>
  );
}

const formatResults = (results: number): string => (results === 1 ? "1 result" : `${results} results`);
