import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import type { Parameter } from "@pegbar/core/platform/port";

/** A withdrawn key stops working within this time. */
const CACHE_MS = 30_000;
/** Minimum interval between reads because of unknown keys, because anyone can send a token with an unknown key. */
const AGAIN_MS = 1000;

/** The issuer's keys are missing or cannot be read. */
export class KeysAway extends Error {}

/** Reads the issuer's keys from the parameter that a function outside of the network writes. Reads again for an unknown key. */
export function createKeyStore(parameter: Parameter): JWTVerifyGetKey {
  let kept: { keys: JWTVerifyGetKey; readAt: number } | undefined;
  let reading: Promise<JWTVerifyGetKey> | undefined;
  const read = async (): Promise<JWTVerifyGetKey> => {
    const text = await parameter.read().catch((error: unknown) => {
      throw new KeysAway("the issuer's keys cannot be read", { cause: error });
    });
    if (text === undefined) throw new KeysAway("the issuer's keys have not been fetched yet");
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
