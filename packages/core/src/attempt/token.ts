import { createHmac, timingSafeEqual } from "node:crypto";
import { VisibleError } from "../platform/error/index.ts";

const computeMac = (tenantId: string, attemptId: string, key: Uint8Array) =>
  createHmac("sha256", key).update(`${tenantId} ${attemptId}`).digest("base64url");

/**
 * Token of one attempt. It is derived from a key, so that nothing is stored and a repeated claim gets the same token.
 * It contains the tenant, so that the attempt's storage prefix is known without a database query.
 */
export function createToken(tenantId: string, attemptId: string, key: Uint8Array): string {
  return `lease_${tenantId}_${computeMac(tenantId, attemptId, key)}`;
}

/** The tenant of an attempt's token. Throws unauthenticated unless it is the token of this attempt. */
export function readToken(attemptId: string, token: string, key: Uint8Array): { tenantId: string } {
  const [, tenantId, given] = /^lease_(ten_[0-9A-Z]{26})_([A-Za-z0-9_-]{43})$/.exec(token) ?? [];
  const expected = Buffer.from(computeMac(tenantId ?? "", attemptId, key));
  if (tenantId === undefined || given === undefined || !timingSafeEqual(Buffer.from(given), expected)) {
    throw new VisibleError("unauthenticated", "Send the token of this attempt's lease.");
  }
  return { tenantId };
}
