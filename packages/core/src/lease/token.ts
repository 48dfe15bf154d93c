import { createHmac, timingSafeEqual } from "node:crypto";
import { VisibleError } from "../error.ts";

/** Token of one attempt: derived, so that nothing is stored and a repeated claim gets the same one. */
export function tokenOf(attemptId: string, key: Uint8Array): string {
  return `lease_${createHmac("sha256", key).update(attemptId).digest("base64url")}`;
}

/** Throws unauthenticated unless `token` is the one of this attempt. */
export function assertToken(attemptId: string, token: string, key: Uint8Array): void {
  const expected = Buffer.from(tokenOf(attemptId, key));
  const given = Buffer.from(token);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new VisibleError("unauthenticated", "Send the token of this attempt's lease.");
  }
}
