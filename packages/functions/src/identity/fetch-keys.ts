import * as z from "zod";
import type { Parameter } from "@pegbar/core/platform/port";

const TIMEOUT_MS = 5000;
/** Maximum size of an SSM parameter in bytes. */
const MOST_BYTES = 8192;

/** A JWKS (RFC 7517) with public keys only; private parts must not be stored. */
const KeySet = z.object({
  keys: z.array(z.looseObject({ kty: z.enum(["RSA", "EC", "OKP"]), d: z.undefined().optional() })).min(1),
});

/**
 * Writes the keys of an issuer to a parameter, unless this process has already written the same. Returns whether it
 * wrote.
 */
export function createKeyFetcher(jwksUri: string, parameter: Parameter): () => Promise<boolean> {
  let left: string | undefined;
  return async () => {
    const response = await fetch(jwksUri, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`the issuer's keys: ${jwksUri} answered ${response.status}`);
    const text = JSON.stringify(KeySet.parse(await response.json()));
    if (text.length > MOST_BYTES)
      throw new Error(`the issuer's keys have ${text.length} bytes, more than ${MOST_BYTES}`);
    if (text === left) return false;
    await parameter.write(text);
    left = text;
    return true;
  };
}
