import { createStore, useStore } from "../../store.ts";
import type { Raw } from "./values.ts";

/** What lies on the desk for the next job: all that was typed, in this tab, until it is changed. */
export interface Desk {
  /** By the key of a field; what is not there has its default. */
  readonly values: Readonly<Record<string, Raw>>;
  /** Keys of seeds that are drawn anew for every job. */
  readonly random: readonly string[];
  /** Where it was last. */
  readonly place: { show?: string; sequence?: string; shot?: string; workflow?: string };
  /** Jobs that were lately submitted from here, newest first. */
  readonly sent: readonly string[];
  /** What the form was filled from, and what it held before. */
  readonly filled: { jobId: string; notes: readonly string[]; before: Pick<Desk, "values" | "random"> } | undefined;
}

const EMPTY: Desk = { values: {}, random: [], place: {}, sent: [], filled: undefined };
let key = "";
const desk = createStore(EMPTY);

/** Takes up what this tab had on its desk in this studio. */
export function openDesk(tenantId: string): void {
  const next = `pegbar.desk.${tenantId}`;
  if (next === key) return;
  key = next;
  const kept = sessionStorage.getItem(key);
  desk.set(kept === null ? EMPTY : { ...EMPTY, ...(JSON.parse(kept) as Desk) });
}

/** Changes what lies there. Kept with every key press: whatever happens to the page, it is there again. */
export function change(to: (desk: Desk) => Partial<Desk>): void {
  const next = { ...desk.get(), ...to(desk.get()) };
  sessionStorage.setItem(key, JSON.stringify(next));
  desk.set(next);
}

export const currentDesk = (): Desk => desk.get();

export const useDesk = (): Desk => useStore(desk);

export const setValue = (name: string, value: Raw): void =>
  change(({ values }) => ({ values: { ...values, [name]: value } }));

export const setRandom = (name: string, on: boolean): void =>
  change(({ random }) => ({ random: on ? [...random, name] : random.filter((one) => one !== name) }));
