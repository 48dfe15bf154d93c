import { Link } from "@tanstack/react-router";
import type { components } from "@pegbar/sdk";
import { Picture } from "../../../components/picture.tsx";
import { strings } from "../../../strings/create.ts";
import { ProgressBar, StateBadge } from "../../jobs/state.tsx";
import type { Asset } from "../../pictures/queries.ts";
import { ASSET_TYPE } from "../drag-asset.ts";

interface Props {
  job: components["schemas"]["Job"];
  asset: Asset | undefined;
  /** Number of the attempt, from the oldest. */
  attempt: number;
  /** Settings that other attempts do not share; undefined if there is nothing to tell it from. */
  differences: readonly (readonly [name: string, value: string])[] | undefined;
  isSelected: boolean;
  onSelect: () => void;
}

/** One attempt in the grid: its picture or state, and what makes it different. */
export function AttemptTile({ job, asset, attempt, differences, isSelected, onSelect }: Props) {
  return (
    <li
      className={`relative flex flex-col gap-1 rounded-lg border bg-surface p-1.5 text-sm ${isSelected ? "border-accent" : "border-line hover:border-edge"}`}
    >
      <button
        type="button"
        aria-label={strings.select(attempt)}
        aria-pressed={isSelected}
        onClick={onSelect}
        draggable={asset !== undefined}
        title={asset ? strings.dragHint : undefined}
        onDragStart={(event) => {
          if (!asset) return;
          event.dataTransfer.setData(ASSET_TYPE, asset.id);
          event.dataTransfer.effectAllowed = "copy";
        }}
        className="row-link aspect-4/3 overflow-hidden rounded-sm bg-canvas"
      >
        {asset?.thumbnailUrl !== undefined && (
          <Picture src={asset.thumbnailUrl} placeholder={asset.placeholder} width={asset.width} height={asset.height} />
        )}
      </button>
      {job.state === "running" ? <ProgressBar job={job} /> : job.state !== "succeeded" && <StateBadge job={job} />}
      {differences && (
        <p className="line-clamp-3 break-words text-soft">
          {differences.length === 0
            ? strings.sameSettings
            : differences.map(([name, value]) => `${name} ${value}`).join(" · ")}
        </p>
      )}
      <Link
        to="/generate"
        search={{ from: job.id }}
        className="relative z-10 self-start text-soft underline decoration-line underline-offset-4 hover:text-text hover:decoration-current"
      >
        {strings.editAndRerun}
      </Link>
    </li>
  );
}
