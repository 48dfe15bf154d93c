import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { makeRendition, type RenditionRequest } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { ErrorMessage } from "../../components/error-message.tsx";
import { formatBytes } from "../../components/format.ts";
import { saveFile } from "../../components/save-file.ts";
import { renditions as renditionsQuery, type Rendition } from "./queries.ts";
import { formatRate } from "./frame-rate.ts";

const movies = [
  ["Movie (MP4)", "mp4"],
  ["Movie (WebM)", "webm"],
] as const;

/** Menu with movies and the contact sheet of a version, which are made when they are asked for. */
export function Downloads({ versionId }: { versionId: string }) {
  const id = useId();
  const { can } = useMe();
  const [burnIn, setBurnIn] = useState(false);
  const { data: found = [], error, refetch } = useQuery(renditionsQuery(versionId));
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className="min-h-9 rounded-md border border-line bg-surface px-3.5 font-medium [anchor-name:--downloads] hover:border-edge"
      >
        Download
      </button>
      <div
        id={id}
        popover="auto"
        className="inset-auto m-0 mt-1 w-80 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-raised p-2 text-text shadow-lg [position-anchor:--downloads] [position-try-fallbacks:flip-inline] [top:anchor(bottom)] [right:anchor(right)]"
      >
        {error && <ErrorMessage error={error} onRetry={() => void refetch()} />}
        <ul className="flex flex-col">
          {movies.map(([label, format]) => (
            <Item
              key={format}
              label={label}
              versionId={versionId}
              request={{ kind: "movie", format, burnIn }}
              found={found.findLast((one) => one.format === format && one.burnIn === burnIn)}
              canMake={can("rendition.create")}
            />
          ))}
          <Item
            label="Contact sheet"
            versionId={versionId}
            request={{ kind: "contactSheet", format: "jpg" }}
            found={found.find(({ format }) => format === "jpg")}
            canMake={can("rendition.create")}
          />
        </ul>
        <label className="mt-1 flex items-center gap-2 border-t border-line px-2.5 pt-2 pb-1 text-sm">
          <input
            type="checkbox"
            className="accent-accent"
            checked={burnIn}
            onChange={(event) => setBurnIn(event.target.checked)}
          />
          Show version and frame number in movies
        </label>
      </div>
    </>
  );
}

interface ItemProps {
  label: string;
  versionId: string;
  request: RenditionRequest;
  /** The newest one with these options, if there is one. */
  found: Rendition | undefined;
  canMake: boolean;
}

function Item({ label, versionId, request, found, canMake }: ItemProps) {
  const queryClient = useQueryClient();
  const download = useMutation({
    mutationFn: async () => {
      // Asked for again in any case: it is made again if the version has other frames since.
      const made = await makeRendition(api, versionId, request, {
        onWait: () => void queryClient.invalidateQueries({ queryKey: renditionsQuery(versionId).queryKey }),
      });
      const response = await api.request(`/v1/renditions/${encodeURIComponent(made.id)}/download`);
      saveFile(await response.blob(), made.filename);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: renditionsQuery(versionId).queryKey }),
  });
  return (
    <li>
      <button
        type="button"
        disabled={!canMake || download.isPending}
        aria-busy={download.isPending || undefined}
        onClick={() => download.mutate()}
        className="flex w-full items-baseline justify-between gap-3 rounded-md px-2.5 py-1.5 text-left hover:bg-sunken disabled:opacity-60"
      >
        <span className="font-medium">{label}</span>
        <span className="text-sm text-soft">{describe(found, download.isPending)}</span>
      </button>
      {found?.state === "failed" && !download.isPending && (
        <p className="px-2.5 pb-1 text-sm text-bad">{found.reason}</p>
      )}
      {download.error && found?.state !== "failed" && <ErrorMessage error={download.error} />}
    </li>
  );
}

function describe(found: Rendition | undefined, isPending: boolean): string {
  if (found?.state === "ready" && found.bytes !== null)
    return isPending
      ? "Downloading…"
      : [formatBytes(found.bytes), ...(found.frameRate === null ? [] : [formatRate(found.frameRate)])].join(", ");
  if (isPending || found?.state === "pending") return "Making it…";
  if (found?.state === "waiting") return "When all frames have ended";
  if (found?.state === "failed") return "Failed";
  return "Not made yet";
}
