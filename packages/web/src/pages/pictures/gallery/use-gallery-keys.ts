import { useMe } from "../../../api/me.ts";
import { useCommands } from "../../../commands/commands.ts";
import { strings } from "../../../strings/browse.ts";
import type { Asset } from "../queries.ts";
import { useMarks } from "../use-marks.ts";
import type { Items } from "./use-items.ts";
import type { Selection } from "./use-selection.ts";

const RATINGS = [0, 1, 2, 3, 4, 5] as const;

/** Keys and commands for the selected pictures, or the focused one if none is selected. */
export function useGalleryKeys(items: Items, selection: Selection): void {
  const { can } = useMe();
  const { change } = useMarks();
  const canMark = can("asset.mark");
  const getTargets = (): Asset[] => {
    if (selection.assets.size > 0)
      return [...selection.assets.keys()].flatMap(
        (id) => items.at(items.indexOf(id)) ?? selection.assets.get(id) ?? [],
      );
    const focused = getFocused(items);
    return focused ? [focused.asset] : [];
  };
  const toggleFlag = (flag: "favourite" | "rejected") => {
    const targets = getTargets();
    if (targets.length === 0) return;
    change(targets, { flag: targets.every((one) => one.flag === flag) ? null : flag });
  };
  useCommands([
    {
      id: "favourite",
      name: strings.commands.favourite,
      keys: "f",
      run: () => toggleFlag("favourite"),
      isEnabled: canMark,
    },
    { id: "reject", name: strings.commands.reject, keys: "r", run: () => toggleFlag("rejected"), isEnabled: canMark },
    ...RATINGS.map((stars) => ({
      id: `rate-${stars}`,
      name: strings.commands.rating(stars),
      keys: String(stars),
      isEnabled: canMark,
      run: () => {
        const targets = getTargets();
        if (targets.length > 0) change(targets, { rating: stars === 0 ? null : stars });
      },
    })),
    {
      id: "select",
      name: strings.commands.select,
      keys: "s",
      run: () => {
        const focused = getFocused(items);
        if (focused) selection.toggle(focused.asset, focused.index, false);
      },
    },
    { id: "select-all", name: strings.commands.selectAll, keys: "a", run: () => selection.add(items.loaded) },
    {
      id: "clear-selection",
      name: strings.commands.clear,
      keys: "escape",
      run: selection.clear,
      isEnabled: selection.assets.size > 0,
    },
  ]);
}

/** The picture of the gallery that has the focus. */
function getFocused(items: Items): { asset: Asset; index: number } | undefined {
  const { activeElement } = document;
  const tile =
    activeElement instanceof HTMLElement
      ? activeElement.closest("li")?.querySelector<HTMLElement>("[data-index]")
      : undefined;
  const index = Number(tile?.dataset["index"] ?? Number.NaN);
  const asset = Number.isNaN(index) ? undefined : items.at(index);
  return asset && { asset, index };
}
