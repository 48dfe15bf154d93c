import { VisibleError } from "../platform/error/index.ts";

export const createLeaseLostError = (): VisibleError =>
  new VisibleError("lease_lost", "The lease has ended. Stop this attempt; nothing of it will be shown.");
