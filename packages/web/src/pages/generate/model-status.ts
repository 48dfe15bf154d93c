import type { components } from "@pegbar/sdk";
import type { ShotTarget } from "./shot-select.tsx";

export type Model = components["schemas"]["Model"];
interface ModelStatus {
  label: string;
  /** Whether a job with the model can be submitted. */
  isUsable: boolean;
}

/** Whether a show may use a model, with a label. */
export function getModelStatus({ status, clearedShowIds }: Model, show: ShotTarget["show"]): ModelStatus {
  if (status === "revoked") return { label: "revoked: choose another", isUsable: false };
  if (status !== "active") return { label: "upload incomplete: ask an admin", isUsable: false };
  if (!show) return { label: "choose a show to check clearance", isUsable: true };
  return clearedShowIds.includes(show.id)
    ? { label: `cleared for ${show.code}`, isUsable: true }
    : { label: `not cleared for ${show.code}: ask an admin`, isUsable: false };
}
