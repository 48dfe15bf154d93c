import type { Credentials } from "@pegbar/core/schema/credentials.ts";

/** C2PA's general error code. */
export const GENERAL = "general.error";

/** The file has credentials, but they cannot be read. */
export const UNREADABLE: Credentials = {
  state: "invalid",
  generator: null,
  issuer: null,
  sourceType: null,
  ours: false,
  leaf: null,
  failures: [GENERAL],
};
