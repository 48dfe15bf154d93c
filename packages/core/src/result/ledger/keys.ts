import { parseVerifierKey, type VerifierKey } from "@pegbar/verify";

/** Parses configured verifier keys. Throws for an invalid one, which is an error of the configuration. */
export const parseConfiguredKeys = (texts: readonly string[]): VerifierKey[] =>
  texts.map((text) => {
    const key = parseVerifierKey(text);
    if (!key) throw new Error(`a configured key is not a verifier key: ${text.slice(0, 80)}`);
    return key;
  });
