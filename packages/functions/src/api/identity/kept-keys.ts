import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import type { Parameter } from "@pegbar/core/platform/port";

/** A key that is withdrawn acts within this time. */
const CACHE_MS = 30_000;
/** Tokens by unknown keys are anybody's: they make us ask this seldom. */
const AGAIN_MS = 1000;

/** Nobody has left the issuer's keys, or they cannot be read. */
export class KeysAway extends Error {}

/** The issuer's keys where a function outside of the network leaves them. An unknown key is looked for once more. */
export function createKeyStore(parameter: Parameter): JWTVerifyGetKey {
  let kept: { keys: JWTVerifyGetKey; readAt: number } | undefined;
  let reading: Promise<JWTVerifyGetKey> | undefined;
  const read = async (): Promise<JWTVerifyGetKey> => {
    const text = await parameter.read().catch((error: unknown) => {
      throw new KeysAway("the issuer's keys cannot be read", { cause: error });
    });
    if (text === undefined) throw new KeysAway("nobody has left the issuer's keys yet");
    const keys = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
    kept = { keys, readAt: performance.now() };
    return keys;
  };
  const refresh = () => (reading ??= read().finally(() => (reading = undefined)));
  const readWithin = (milliseconds: number) =>
    kept && performance.now() - kept.readAt < milliseconds ? kept.keys : undefined;
  return async (header, token) => {
    const keys = readWithin(CACHE_MS) ?? (await refresh());
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || readWithin(AGAIN_MS)) throw error;
      return (await refresh())(header, token);
    }
  };
}
