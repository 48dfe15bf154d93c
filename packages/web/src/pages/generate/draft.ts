import { createStore, useStore } from "../../store.ts";
import { DRAFT_KEY } from "./draft-key.ts";
import type { RawValue } from "./values.ts";

/** The form's state in this tab. Stored in sessionStorage. */
export interface Draft {
  /** Values by key, see `getValueKey`. A missing key has the field's default. */
  readonly values: Readonly<Record<string, RawValue>>;
  /** Keys of seeds that are drawn for each job. */
  readonly randomSeeds: readonly string[];
  /** Frames of a batch as typed; empty for single jobs. */
  readonly frames: string;
  /** The shot and workflow used last. */
  readonly target: { show?: string; sequence?: string; shot?: string; workflow?: string };
  /** Jobs submitted from this tab, newest first. */
  readonly recentJobIds: readonly string[];
  /** The job that the form was filled from, and the values before. */
  readonly filledFrom:
    | { jobId: string; notes: readonly string[]; before: Pick<Draft, "values" | "randomSeeds"> }
    | undefined;
}

const EMPTY: Draft = { values: {}, randomSeeds: [], frames: "", target: {}, recentJobIds: [], filledFrom: undefined };
let storageKey = "";
const store = createStore(EMPTY);

/** Restores this tab's draft for a studio. */
export function restoreDraft(tenantId: string): void {
  const next = DRAFT_KEY + tenantId;
  if (next === storageKey) return;
  storageKey = next;
  const stored = sessionStorage.getItem(storageKey);
  // A new tab begins with the shot and workflow used last in this browser.
  const target = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Draft["target"];
  store.set(stored === null ? { ...EMPTY, target } : { ...EMPTY, ...(JSON.parse(stored) as Draft) });
}

/** Changes the draft. Saved at every change, so that a reload loses nothing. */
export function updateDraft(to: (draft: Draft) => Partial<Draft>): void {
  const next = { ...store.get(), ...to(store.get()) };
  sessionStorage.setItem(storageKey, JSON.stringify(next));
  if (next.target !== store.get().target) localStorage.setItem(storageKey, JSON.stringify(next.target));
  store.set(next);
}

/** Whether the form makes a batch: it has frames. */
export const hasFrames = ({ frames }: Draft): boolean => frames.trim() !== "";

const MAX_RECENT = 24;

/** Adds a job to those submitted from this tab. */
export const addRecentJob = (jobId: string): void =>
  updateDraft(({ recentJobIds }) => ({
    recentJobIds: [jobId, ...recentJobIds.filter((one) => one !== jobId)].slice(0, MAX_RECENT),
  }));

export const getDraft = (): Draft => store.get();

export const useDraft = (): Draft => useStore(store);

export const setFieldValue = (name: string, value: RawValue): void =>
  updateDraft(({ values }) => ({ values: { ...values, [name]: value } }));

export const setRandomSeed = (name: string, on: boolean): void =>
  updateDraft(({ randomSeeds }) => ({
    randomSeeds: on ? [...randomSeeds, name] : randomSeeds.filter((one) => one !== name),
  }));
