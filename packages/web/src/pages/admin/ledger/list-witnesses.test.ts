import { expect, test } from "vitest";
import { createVerifierKey, formatVerifierKey } from "@pegbar/verify";
import { listWitnesses } from "./list-witnesses.ts";

const createKey = (name: string, algorithm: "ed25519-cosignature" | "mldsa44-cosignature") =>
  formatVerifierKey(
    createVerifierKey(name, algorithm, new Uint8Array(algorithm === "ed25519-cosignature" ? 32 : 1312)),
  );
const at = "2026-12-01T10:00:00.000Z";

test("a witness is as current as the oldest of its keys' signatures", () => {
  const witnesses = [
    { key: createKey("b.example", "ed25519-cosignature"), size: 12, at },
    { key: createKey("b.example", "mldsa44-cosignature"), size: 9, at: "2026-12-01T09:00:00.000Z" },
    { key: createKey("a.example", "ed25519-cosignature"), size: 12, at },
  ];
  expect(listWitnesses({ platform: { log: "platform", size: 12 }, witnesses })).toEqual([
    { name: "a.example", size: 12, behind: 0, at },
    { name: "b.example", size: 9, behind: 3, at: "2026-12-01T09:00:00.000Z" },
  ]);
});
