import { createStore } from "../store.ts";
import type { Upload } from "./upload.ts";

/** This tab's uploads, stored in sessionStorage. */
export const uploads = createStore<readonly Upload[]>([]);
let storageKey = "";
let savedText = "";

const STOPPED_PHASES: readonly Upload["phase"][] = ["ready", "paused", "failed"];

export function setUploads(next: readonly Upload[]): void {
  uploads.set(next);
  const saved = next
    .filter(({ phase }) => phase !== "refused")
    .map((one): Upload => ({
      ...one,
      bytesDone: 0,
      previewUrl: undefined,
      phase: STOPPED_PHASES.includes(one.phase) ? one.phase : "waiting",
      ...(one.sequence && one.phase !== "ready" ? { sequence: { ...one.sequence, filesDone: 0, filesKnown: 0 } } : {}),
    }));
  const text = JSON.stringify(saved);
  // Progress is not saved.
  if (text === savedText) return;
  savedText = text;
  sessionStorage.setItem(storageKey, text);
}

export const updateUpload = (id: string, to: Partial<Upload>): void =>
  setUploads(uploads.get().map((one) => (one.id === id ? { ...one, ...to } : one)));

/** Loads a studio's uploads from sessionStorage; undefined if they are loaded already. */
export function loadUploads(tenantId: string): readonly Upload[] | undefined {
  const next = `pegbar.uploads.${tenantId}`;
  if (next === storageKey) return undefined;
  storageKey = next;
  const found = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]") as Upload[];
  uploads.set(found);
  return found;
}
