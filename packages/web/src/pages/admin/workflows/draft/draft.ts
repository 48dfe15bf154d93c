import type { components } from "@pegbar/sdk";
import { createStore, useStore } from "../../../../store.ts";
import { DRAFT_KEY } from "../../../generate/draft-key.ts";
import type { WorkflowVersion } from "../queries.ts";

export type Proposal = components["schemas"]["WorkflowProposal"];
export type Form = WorkflowVersion["form"];

/** A workflow that is being prepared: a graph with what the API says about it, and the form as edited. */
export interface WorkflowDraft {
  /** File or version that it was made from. */
  readonly source: string;
  readonly proposal: Proposal;
  readonly form: Form;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly class: "light" | "heavy" | "xl";
  readonly timeLimitSeconds: number;
}

const store = createStore<WorkflowDraft | undefined>(undefined);
let storageKey = "";
let isStored = true;

/** Restores the studio's draft in this browser. Signing out removes it. */
export function restoreWorkflowDraft(tenantId: string): void {
  const next = `${DRAFT_KEY}workflow.${tenantId}`;
  if (next === storageKey) return;
  storageKey = next;
  const stored = localStorage.getItem(storageKey);
  store.set(stored === null ? undefined : (JSON.parse(stored) as WorkflowDraft));
}

/** Replaces the draft, and saves it so that a reload loses nothing. */
export function setWorkflowDraft(draft: WorkflowDraft | undefined): void {
  if (draft) isStored = save(draft);
  else localStorage.removeItem(storageKey);
  store.set(draft);
}

/** Changes some properties of the draft, if there is one. */
export function changeWorkflowDraft(change: (draft: WorkflowDraft) => Partial<WorkflowDraft>): void {
  const draft = store.get();
  if (draft) setWorkflowDraft({ ...draft, ...change(draft) });
}

export const useWorkflowDraft = (): WorkflowDraft | undefined => useStore(store);

/** Whether the browser had room for the last change. */
export const isDraftStored = (): boolean => isStored;

function save(draft: WorkflowDraft): boolean {
  try {
    localStorage.setItem(storageKey, JSON.stringify(draft));
    return true;
  } catch (error) {
    // The storage is full. The draft goes on in this tab, and the page says so.
    if (error instanceof DOMException) return false;
    throw error;
  }
}
