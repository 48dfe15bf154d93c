import { useCallback, useState } from "react";
import { describeError } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import type { Asset } from "../queries.ts";
import type { Items } from "./use-items.ts";

/** The selected assets by id, in the order in which they were selected. */
export interface Selection {
  assets: ReadonlyMap<string, Asset>;
  /** Adds an asset, or removes it if it is selected. With `extend`, adds everything from the last one that was toggled. */
  toggle: (asset: Asset, index: number, extend: boolean) => void;
  /** Adds all assets between two indices; removes them if all of them are selected. */
  toggleRange: (first: number, last: number) => void;
  add: (assets: readonly Asset[]) => void;
  clear: () => void;
}

const showError = (error: unknown) => showToast(describeError(error).title);

export function useSelection(read: Items["read"]): Selection {
  const [assets, setAssets] = useState<ReadonlyMap<string, Asset>>(new Map());
  const [anchor, setAnchor] = useState<number>();
  const add = useCallback(
    (more: readonly Asset[]) =>
      setAssets((before) => new Map([...before, ...more.map((one) => [one.id, one] as const)])),
    [],
  );
  const toggle = (asset: Asset, index: number, extend: boolean) => {
    setAnchor(index);
    if (extend && anchor !== undefined)
      return void read(Math.min(anchor, index), Math.max(anchor, index)).then(add, showError);
    setAssets((before) => {
      const after = new Map(before);
      if (!after.delete(asset.id)) after.set(asset.id, asset);
      return after;
    });
  };
  const toggleRange = (first: number, last: number) =>
    void read(first, last).then(
      (range) =>
        setAssets((before) => {
          if (!range.every(({ id }) => before.has(id)))
            return new Map([...before, ...range.map((one) => [one.id, one] as const)]);
          const gone = new Set(range.map(({ id }) => id));
          return new Map([...before].filter(([id]) => !gone.has(id)));
        }),
      showError,
    );
  const clear = useCallback(() => {
    setAssets(new Map());
    setAnchor(undefined);
  }, []);
  return { assets, toggle, toggleRange, add, clear };
}
