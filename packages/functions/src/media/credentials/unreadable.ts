import type { Credentials } from "@pegbar/core/schema/credentials.ts";

/** C2PA's code for what has no code of its own. */
export const GENERAL = "general.error";

/** Credentials that are there and cannot be read. */
export const UNREADABLE: Credentials = {
  state: "invalid",
  generator: null,
  issuer: null,
  sourceType: null,
  ours: false,
  leaf: null,
  failures: [GENERAL],
};
