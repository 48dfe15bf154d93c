import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../components/button.tsx";
import { describeError } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/browse.ts";
import { setPickedAssets } from "../../generate/picked-assets.ts";
import type { Asset } from "../queries.ts";
import { Stars } from "../stars.tsx";
import { useMarks } from "../use-marks.ts";
import { downloadSelected } from "./download-selected.ts";
import { TagDialog } from "./tag-dialog.tsx";

interface Props {
  assets: readonly Asset[];
  onCompare: (left: string, right: string) => void;
  onClear: () => void;
}

/** What can be done with the selected assets. */
export function SelectionBar({ assets, onCompare, onClear }: Props) {
  const { can } = useMe();
  const navigate = useNavigate();
  const { change } = useMarks();
  const [isTagging, setIsTagging] = useState(false);
  const [first, second] = assets;
  const setFlag = (flag: "favourite" | "rejected") => {
    change(assets, { flag });
    showToast(strings.marked[flag](assets.length));
  };
  return (
    <div
      role="toolbar"
      aria-label={strings.selection}
      className="flex flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2.5 shadow-lg md:px-6"
    >
      <p role="status" className="mr-2 font-medium tabular-nums">
        {strings.selected(assets.length)}
      </p>
      {can("asset.mark") && (
        <>
          <Button size="sm" variant="plain" onClick={() => setFlag("favourite")}>
            {strings.favourite}
          </Button>
          <Button size="sm" variant="plain" onClick={() => setFlag("rejected")}>
            {strings.reject}
          </Button>
          <Stars
            rating={findCommonRating(assets)}
            onRate={(rating) => {
              change(assets, { rating });
              showToast(strings.ratedAll(assets.length, rating));
            }}
          />
          <Button size="sm" variant="plain" onClick={() => setIsTagging(true)}>
            {strings.addTag}
          </Button>
        </>
      )}
      <Button
        size="sm"
        variant="plain"
        disabled={assets.length !== 2}
        title={strings.compareHint}
        onClick={() => first && second && onCompare(first.id, second.id)}
      >
        {strings.compare}
      </Button>
      {can("job.create") && (
        <Button
          size="sm"
          variant="plain"
          onClick={() => {
            setPickedAssets(assets);
            void navigate({ to: "/generate" });
          }}
        >
          {strings.useAsInput}
        </Button>
      )}
      <DownloadSelected assets={assets} />
      <Button size="sm" variant="quiet" className="ml-auto" onClick={onClear}>
        {strings.clearSelection}
      </Button>
      {isTagging && <TagDialog assets={assets} onClose={() => setIsTagging(false)} />}
    </div>
  );
}

/** The rating that all of them have. */
const findCommonRating = ([first, ...others]: readonly Asset[]): number | null =>
  first && others.every(({ rating }) => rating === first.rating) ? first.rating : null;

function DownloadSelected({ assets }: { assets: readonly Asset[] }) {
  const [progress, setProgress] = useState<{ done: number; all: number }>();
  const stop = useRef<AbortController>(undefined);
  const download = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setProgress({ done: 0, all: assets.length });
    try {
      const failed = await downloadSelected(
        assets,
        (done) => setProgress({ done, all: assets.length }),
        controller.signal,
      );
      showToast(failed.length > 0 ? strings.notDownloaded(failed) : strings.downloaded(assets.length));
    } catch (error) {
      if (!controller.signal.aborted) showToast(describeError(error).title);
    } finally {
      setProgress(undefined);
    }
  };
  if (progress)
    return (
      <span className="flex items-center gap-2 text-sm">
        <span role="status" className="tabular-nums">
          {strings.downloading(progress.done, progress.all)}
        </span>
        <Button size="sm" variant="plain" onClick={() => stop.current?.abort()}>
          {strings.cancelDownload}
        </Button>
      </span>
    );
  return (
    <Button size="sm" variant="plain" onClick={() => void download()}>
      {strings.download}
    </Button>
  );
}
