import { expect, test } from "vitest";
import { wordsOfCredentials } from "./credentials.ts";

const given = {
  state: "untrusted" as const,
  generator: null,
  issuer: "Camera Works",
  sourceType: "digitalCapture",
  ours: false,
  leaf: null,
  failures: [],
};

test.each([
  [{}, "Signed by Camera Works, whom nobody here vouches for, says taken by a camera"],
  [{ state: "valid" as const }, "Signed by Camera Works, says taken by a camera"],
  [{ state: "valid" as const, sourceType: "somethingNew" }, "Signed by Camera Works"],
  [{ issuer: null, sourceType: null }, "Signed by somebody without a name, whom nobody here vouches for"],
  [
    { state: "valid" as const, ours: true, sourceType: "trainedAlgorithmicMedia" },
    "Signed by this platform, says made by AI",
  ],
  [
    { state: "invalid" as const, failures: ["assertion.dataHash.mismatch"] },
    "Changed since it was signed: its credentials do not hold",
  ],
  [
    { state: "invalid" as const, failures: ["signingCredential.expired"] },
    "Its credentials are broken or out of date, and say nothing",
  ],
])("%o", (over, words) => {
  expect(wordsOfCredentials({ ...given, ...over })).toBe(words);
});
