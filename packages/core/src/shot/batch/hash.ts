import { createHash } from "node:crypto";
import { encodeCanonical } from "@pegbar/verify";

/** Hash by which a repeated request is recognized. */
export const hashBatchRequest = (request: object): string =>
  createHash("sha256").update(encodeCanonical(request)).digest("hex");
