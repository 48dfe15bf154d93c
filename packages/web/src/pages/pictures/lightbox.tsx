import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { hasForm, SettingsList } from "../jobs/settings-list.tsx";
import { job as jobQuery } from "../jobs/queries.ts";
import { isTyping } from "../../commands/is-typing.ts";
import { Button } from "../../components/button.tsx";
import { describeError, ErrorMessage } from "../../components/error-message.tsx";
import { strings } from "../../strings/viewer.ts";
import { showToast } from "../../components/toast.tsx";
import { Compare } from "./compare.tsx";
import { Download } from "./download.tsx";
import type { Items } from "./gallery/use-items.ts";
import { VersionLink } from "./version-link.tsx";
import { usePictureInputs } from "./use-picture-inputs.ts";
import { MarkControls } from "./mark-controls.tsx";
import { getMediaKind } from "./media/media-kind.ts";
import { MediaView } from "./media/media-view.tsx";
import { OpenWorkflow } from "./open-workflow.tsx";
import { asset as assetQuery, file, type Asset } from "./queries.ts";

interface Props {
  id: string;
  compareWith: string | undefined;
  /** The gallery that it was opened from. */
  items: Items;
  onClose: () => void;
  onOpen: (id: string) => void;
  onCompare: (id: string | undefined) => void;
}

/** One picture on a neutral background with its details, or a comparison of two. */
export function Lightbox({ id, compareWith, items, onClose, onOpen, onCompare }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // Not its first field: the keys J, K and D would be text there.
    dialog.current?.focus();
  }, []);
  const index = items.indexOf(id);
  const known = items.at(index);
  const { data: asset = known, error, refetch } = useQuery({ ...assetQuery(id), enabled: !known });
  const [previous, next] = [index > 0, index >= 0 && index + 1 < items.total];
  const moveBy = (step: number) => {
    const target = index + step;
    if (index < 0 || target < 0 || target >= items.total) return;
    const loaded = items.at(target);
    if (loaded) onOpen(loaded.id);
    else
      void items.read(target, target).then(
        ([one]) => one && onOpen(one.id),
        (error: unknown) => showToast(describeError(error).title),
      );
  };
  usePrefetchedFiles([items.at(index + 1), items.at(index - 1)]);
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      aria-label={asset ? asset.filename : "Picture"}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "ArrowRight") moveBy(1);
        else if (event.key === "ArrowLeft") moveBy(-1);
        else if (isTyping(event.target)) return;
        else if (event.key === "j") moveBy(1);
        else if (event.key === "k") moveBy(-1);
        // The first download of the list, which is the signed file if there is one.
        else if (event.key === "d")
          dialog.current?.querySelector<HTMLElement>("[data-download] button:not(:disabled)")?.click();
        else if (event.key === "f") dialog.current?.querySelector<HTMLElement>('[data-flag="favourite"]')?.click();
        else if (event.key === "r") dialog.current?.querySelector<HTMLElement>('[data-flag="rejected"]')?.click();
      }}
      className="m-0 grid h-dvh outline-none max-h-none w-dvw max-w-none grid-rows-[1fr_auto] bg-canvas text-text lg:grid-cols-[1fr_22rem] lg:grid-rows-1"
    >
      <div className="relative min-h-0 overflow-hidden">
        {error ? (
          <div className="mx-auto max-w-md p-8">
            <ErrorMessage error={error} onRetry={() => void refetch()} />
          </div>
        ) : compareWith !== undefined ? (
          <Compare left={id} right={compareWith} />
        ) : (
          asset && <MediaView key={id} asset={asset} alt={`${asset.shot}, ${asset.name}, version ${asset.version}`} />
        )}
        <div className="absolute top-3 right-3 flex gap-2">
          <Button variant="plain" disabled={!previous} onClick={() => moveBy(-1)} aria-label="Previous picture">
            ←
          </Button>
          <Button variant="plain" disabled={!next} onClick={() => moveBy(1)} aria-label="Next picture">
            →
          </Button>
          <Button variant="plain" onClick={() => dialog.current?.close()}>
            Close
          </Button>
        </div>
      </div>
      <aside className="max-h-[45dvh] overflow-y-auto border-t border-line bg-surface p-4 lg:max-h-none lg:border-t-0 lg:border-l">
        {asset && <Details asset={asset} assets={items.loaded} compareWith={compareWith} onCompare={onCompare} />}
      </aside>
    </dialog>
  );
}

const executionLabels: Record<Asset["execution"], string> = {
  rendered: "Rendered for its job",
  cached: "From the cache of an earlier job",
  unknown: "Unknown whether rendered or cached",
};

/** Files up to this size are read before they are opened. */
const PREFETCH_BYTES = 30_000_000;

/** Reads the files of the neighbours, so that they appear at once. */
function usePrefetchedFiles(neighbours: readonly (Asset | undefined)[]): void {
  const queryClient = useQueryClient();
  const ids = neighbours.flatMap((one) =>
    one && one.bytes <= PREFETCH_BYTES && getMediaKind(one.contentType) !== "other" ? [one.id] : [],
  );
  const key = ids.join();
  useEffect(() => {
    for (const id of key === "" ? [] : key.split(",")) void queryClient.prefetchQuery(file(id));
  }, [key, queryClient]);
}

function Details({
  asset,
  assets,
  compareWith,
  onCompare,
}: Pick<Props, "compareWith" | "onCompare"> & { asset: Asset; assets: readonly Asset[] }) {
  const { data: job } = useQuery(jobQuery(asset.jobId));
  const inputs = usePictureInputs(job);
  const versions = assets.filter((one) => one.id !== asset.id && one.shotId === asset.shotId);
  return (
    <div className="flex flex-col gap-4 text-sm">
      <div>
        <h2 className="break-all">{asset.filename}</h2>
        <p className="text-soft">
          <Link to="/pictures" search={{ shot: asset.shotId }} className="underline hover:text-text">
            {asset.show}/{asset.sequence}/{asset.shot}
          </Link>
          {asset.width !== null && `, ${asset.width} × ${asset.height}`}
        </p>
        <p className="text-soft">{executionLabels[asset.execution]}</p>
      </div>
      <MarkControls asset={asset} />
      <Download asset={asset} />
      <OpenWorkflow key={asset.id} asset={asset} />
      {(versions.length > 0 || inputs.length > 0) && (
        <label className="flex flex-col gap-1">
          <span className="text-soft">Compare with</span>
          <select
            value={compareWith ?? ""}
            onChange={(event) => onCompare(event.target.value === "" ? undefined : event.target.value)}
            className="min-h-9 rounded-md border border-line bg-surface px-2"
          >
            <option value="">none</option>
            {inputs.map(({ id, name }) => (
              <option key={id} value={id}>
                {strings.input(name)}
              </option>
            ))}
            {versions.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} {formatVersion(one.version)}
              </option>
            ))}
          </select>
        </label>
      )}
      <section aria-label="Settings">
        <h3 className="mb-1">Settings</h3>
        {job ? <SettingsList job={job} /> : <div className="skeleton h-24" />}
      </section>
      {job && hasForm(job) && (
        <Link to="/generate" search={{ from: asset.jobId }} className="text-accent underline">
          Edit and rerun
        </Link>
      )}
      <VersionLink asset={asset} />
      <Link to="/jobs/$jobId" params={{ jobId: asset.jobId }} className="text-accent underline">
        View job
      </Link>
    </div>
  );
}
