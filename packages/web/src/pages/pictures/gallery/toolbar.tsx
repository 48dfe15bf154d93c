import { memo } from "react";
import { getRouteApi } from "@tanstack/react-router";
import { Select } from "../../../components/select.tsx";
import { strings } from "../../../strings/browse.ts";
import type { Group } from "./chunks.ts";
import { nameGroup } from "./group-name.ts";
import { changeViewSettings, TILE, useViewSettings } from "./view-settings.ts";

const route = getRouteApi("/pictures");

interface Props {
  groups: readonly Group[];
  total: number;
  isTruncated: boolean;
  onJump: (key: string) => void;
}

/** How the gallery is grouped and how large its tiles are; jumps to a day or shot. */
export const Toolbar = memo(function Toolbar({ groups, total, isTruncated, onJump }: Props) {
  const { group } = route.useSearch();
  const navigate = route.useNavigate();
  const { tile, captions } = useViewSettings();
  const by = group === "shot" ? "shot" : "day";
  return (
    <div
      role="group"
      aria-label="View"
      className="flex flex-wrap items-end gap-x-4 gap-y-2 border-b border-line px-4 pb-3 md:px-6"
    >
      <Select
        label={strings.groupBy}
        value={by}
        options={Object.entries(strings.groupNames)}
        onChange={(value) =>
          void navigate({
            search: ({ group: _group, ...rest }) => (value === "shot" ? { ...rest, group: value } : rest),
            replace: true,
          })
        }
      />
      {groups.length > 1 && (
        <Select
          label={strings.jumpTo}
          value=""
          options={[["", strings.jumpPlaceholder[by]], ...groups.map((one) => [one.key, nameGroup(one)] as const)]}
          onChange={(key) => key !== "" && onJump(key)}
        />
      )}
      <label className="flex flex-col text-xs text-soft">
        {strings.tileSize}
        <input
          type="range"
          min={TILE.least}
          max={TILE.most}
          step={TILE.step}
          value={tile}
          onChange={(event) => changeViewSettings({ tile: Number(event.target.value) })}
          className="h-9 w-32 accent-accent"
        />
      </label>
      <label className="flex min-h-9 items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={captions}
          onChange={(event) => changeViewSettings({ captions: event.target.checked })}
          className="size-4 accent-accent"
        />
        {strings.captions}
      </label>
      <p role="status" className="ml-auto flex min-h-9 items-center text-sm text-soft tabular-nums">
        <span title={isTruncated ? strings.truncatedHint : undefined}>{strings.total(total, isTruncated)}</span>
      </p>
    </div>
  );
});
