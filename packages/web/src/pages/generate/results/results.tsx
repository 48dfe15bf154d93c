import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Button, getButtonClass } from "../../../components/button.tsx";
import { describeError, ErrorMessage } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import { downloadAsset } from "../../pictures/download-asset.ts";
import { asset as assetQuery, type Asset } from "../../pictures/queries.ts";
import { useCommands } from "../../../commands/commands.ts";
import { strings } from "../../../strings/create.ts";
import { strings as viewerStrings } from "../../../strings/viewer.ts";
import { usePictureInputs } from "../../pictures/use-picture-inputs.ts";
import { assetsByJob, job as jobQuery } from "../../jobs/queries.ts";
import { updateDraft } from "../draft.ts";
import { AttemptTile } from "./attempt-tile.tsx";
import { copySettings } from "./copy-settings.ts";
import { listDifferences } from "./differences.ts";
import { Stage } from "./stage.tsx";
import { useRerun } from "./use-rerun.ts";

const VARIATIONS = 4;

/** The jobs submitted from this tab: one of them large, all of them as a grid with the settings that differ. */
export function Results({ jobIds }: { jobIds: readonly string[] }) {
  // Undefined: the newest.
  const [selectedId, setSelectedId] = useState<string>();
  const [compareId, setCompareId] = useState<string>();
  const [newest] = jobIds;
  // A job that is submitted is followed, whatever was selected before.
  useEffect(() => setSelectedId(undefined), [newest]);
  const jobs = useQueries({
    queries: jobIds.map((id) => ({
      ...jobQuery(id),
      // Progress sends no studio event, so a running job is polled.
      refetchInterval: ({ state: { data } }: { state: { data?: { state: string } | undefined } }) =>
        data?.state === "running" ? 1500 : (false as const),
    })),
  });
  const assets = useQueries({
    queries: jobIds.map((id, i) => ({ ...assetsByJob(id), enabled: jobs[i]?.data?.state === "succeeded" })),
  });
  // Jobs that were deleted, or are no longer visible to the user, are left out.
  const attempts = jobIds.flatMap((id, i) => {
    const job = jobs[i]?.data;
    return job ? [{ id, job, asset: assets[i]?.data?.[0], attempt: jobIds.length - i }] : [];
  });
  const selected = attempts.find(({ id }) => id === selectedId) ?? attempts[0];
  const rerun = useRerun(selected?.job);
  const others = attempts.filter(({ id, asset }) => id !== selected?.id && asset !== undefined);
  const inputs = usePictureInputs(selected?.job);
  const compareWith =
    others.find(({ id }) => id === compareId)?.asset?.id ?? inputs.find(({ id }) => id === compareId)?.id;
  const moveBy = (step: number) => {
    const index = attempts.findIndex(({ id }) => id === selected?.id);
    const next = attempts[index + step];
    if (next) setSelectedId(next.id);
  };
  const queryClient = useQueryClient();
  const download = useMutation({
    mutationFn: async ({ id }: Pick<Asset, "id">) => {
      // Signed since it was listed, perhaps.
      const fresh = await queryClient.fetchQuery({ ...assetQuery(id), staleTime: 0 });
      await downloadAsset(queryClient, fresh, fresh.credentialed !== null && fresh.credentialsIn === "file");
    },
    onError: (error) => showToast(describeError(error).title),
  });
  useCommands([
    { id: "next", name: "Next attempt", keys: "j", run: () => moveBy(1), isEnabled: attempts.length > 1 },
    { id: "previous", name: "Previous attempt", keys: "k", run: () => moveBy(-1), isEnabled: attempts.length > 1 },
    { id: "rerun", name: strings.rerunHint, keys: "r", run: () => rerun.submit(1), isEnabled: rerun.isPossible },
    {
      id: "download",
      name: strings.download,
      keys: "d",
      run: () => selected?.asset && download.mutate(selected.asset),
      isEnabled: selected?.asset !== undefined,
    },
    {
      id: "variations",
      name: strings.variationsHint(VARIATIONS),
      keys: "v",
      run: () => rerun.submit(VARIATIONS),
      isEnabled: rerun.isPossible,
    },
  ]);
  if (!selected)
    return (
      <div className="grid min-h-72 place-content-center gap-1 rounded-lg border border-dashed border-line p-8 text-center lg:h-[calc(100dvh-10rem)]">
        <h2>{strings.empty}</h2>
        <p className="max-w-md text-soft">{strings.emptyHint}</p>
      </div>
    );
  const { job, asset, attempt } = selected;
  const differences = listDifferences(attempts.map((one) => one.job));
  return (
    <section aria-labelledby="recent" className="flex min-w-0 flex-col gap-3">
      <div className="flex items-center justify-between">
        <h2 id="recent">{strings.heading}</h2>
        <Button
          variant="quiet"
          size="sm"
          className="-mr-2.5 !text-soft"
          onClick={() => updateDraft(() => ({ recentJobIds: [] }))}
        >
          {strings.clear}
        </Button>
      </div>
      <div className="h-[60vw] max-h-[70dvh] min-h-72 overflow-hidden rounded-lg bg-canvas lg:h-[calc(100dvh-24rem)]">
        <Stage
          key={job.id}
          job={job}
          asset={asset}
          compareWith={compareWith}
          label={strings.result(`${job.show}/${job.sequence}/${job.shot}`, attempt)}
        />
      </div>
      <div role="group" aria-label={strings.resultOptions} className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          variant="plain"
          title={rerun.problem ?? strings.rerunHint}
          disabled={!rerun.isPossible}
          busy={rerun.isPending}
          onClick={() => rerun.submit(1)}
        >
          {strings.rerun}
        </Button>
        <Button
          size="sm"
          variant="plain"
          title={rerun.problem ?? strings.variationsHint(VARIATIONS)}
          disabled={!rerun.isPossible}
          busy={rerun.isPending}
          onClick={() => rerun.submit(VARIATIONS)}
        >
          {strings.variations(VARIATIONS)}
        </Button>
        <Button size="sm" variant="plain" onClick={() => void copySettings(job)}>
          {strings.copySettings}
        </Button>
        {asset && others.length + inputs.length > 0 && (
          <label className="flex items-center gap-1.5 text-sm text-soft">
            {strings.compare}
            <select
              value={compareWith === undefined ? "" : compareId}
              onChange={(event) => setCompareId(event.target.value === "" ? undefined : event.target.value)}
              className="min-h-7 rounded-md border border-line bg-surface px-1.5 text-text"
            >
              <option value="">{strings.compareNone}</option>
              {inputs.map(({ id, name }) => (
                <option key={id} value={id}>
                  {viewerStrings.input(name)}
                </option>
              ))}
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {strings.attempt(one.attempt)}
                </option>
              ))}
            </select>
          </label>
        )}
        <span className="grow" />
        {asset && (
          <Button
            size="sm"
            variant="plain"
            title={strings.downloadHint}
            busy={download.isPending}
            onClick={() => download.mutate(asset)}
          >
            {strings.download}
          </Button>
        )}
        {asset && (
          <Link
            to="/pictures"
            search={{ open: asset.id, shot: asset.shotId }}
            className={getButtonClass({ variant: "plain", size: "sm" })}
          >
            {strings.fullSize}
          </Link>
        )}
        <Link to="/jobs/$jobId" params={{ jobId: job.id }} className={getButtonClass({ variant: "plain", size: "sm" })}>
          {strings.viewJob}
        </Link>
      </div>
      {rerun.error && <ErrorMessage error={rerun.error} />}
      <ul aria-label={strings.heading} className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-2">
        {attempts.map((one) => (
          <AttemptTile
            key={one.id}
            job={one.job}
            asset={one.asset}
            attempt={one.attempt}
            differences={attempts.length > 1 ? differences.get(one.id) : undefined}
            isSelected={one.id === selected.id}
            onSelect={() => setSelectedId(one.id)}
          />
        ))}
      </ul>
    </section>
  );
}
