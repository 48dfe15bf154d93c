import { parseVerifierKey, type VerifierKey } from "@pegbar/verify";

/** Verifier keys as they were configured. Throws for one that is none: a fault of whoever configured it. */
export const parseConfiguredKeys = (texts: readonly string[]): VerifierKey[] =>
  texts.map((text) => {
    const key = parseVerifierKey(text);
    if (!key) throw new Error(`a configured key is no verifier key: ${text.slice(0, 80)}`);
    return key;
  });
