import { createStore, useStore } from "../../../store.ts";

/** How the gallery looks on this device. */
export interface ViewSettings {
  /** Approximate width of a tile in pixels. */
  tile: number;
  /** Whether captions are shown without hovering. */
  captions: boolean;
}

const KEY = "pegbar.gallery";
export const TILE = { least: 120, most: 480, step: 40, usual: 240 } as const;

const store = createStore<ViewSettings>(read());

export const useViewSettings = (): ViewSettings => useStore(store);

export function changeViewSettings(change: Partial<ViewSettings>): void {
  const next = { ...store.get(), ...change };
  store.set(next);
  localStorage.setItem(KEY, JSON.stringify(next));
}

function read(): ViewSettings {
  const usual = { tile: TILE.usual, captions: false };
  try {
    const { tile, captions } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Record<string, unknown>>;
    const isSize = typeof tile === "number" && tile >= TILE.least && tile <= TILE.most;
    return { tile: isSize ? tile : usual.tile, captions: captions === true };
  } catch {
    // Damaged, for instance by another program: as if nothing was stored.
    return usual;
  }
}
