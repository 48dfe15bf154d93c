import type { components } from "@pegbar/sdk";
import { createStore, useStore } from "../../store.ts";

type Asset = components["schemas"]["Asset"];

/** Results that were chosen in the gallery to become inputs of the form. */
const picked = createStore<readonly Asset[]>([]);

export const usePickedAssets = (): readonly Asset[] => useStore(picked);
export const setPickedAssets = (assets: readonly Asset[]): void => picked.set(assets);
