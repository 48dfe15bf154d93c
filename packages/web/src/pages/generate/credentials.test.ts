import { expect, test } from "vitest";
import { describeCredentials } from "./credentials.ts";

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
  [{}, "Signed by Camera Works (not trusted) · Declared source: camera capture"],
  [{ state: "valid" as const }, "Signed by Camera Works · Declared source: camera capture"],
  [{ state: "valid" as const, sourceType: "somethingNew" }, "Signed by Camera Works"],
  [{ issuer: null, sourceType: null }, "Signed by an unnamed signer (not trusted)"],
  [
    { state: "valid" as const, ours: true, sourceType: "trainedAlgorithmicMedia" },
    "Signed by this platform · Declared source: AI-generated",
  ],
  [
    { state: "invalid" as const, failures: ["assertion.dataHash.mismatch"] },
    "Content credentials invalid: the file changed after signing",
  ],
  [{ state: "invalid" as const, failures: ["signingCredential.expired"] }, "Content credentials damaged or expired"],
])("%o", (over, words) => {
  expect(describeCredentials({ ...given, ...over })).toBe(words);
});
