import { expect, test } from "vitest";
import { hashOf, isApiToken, isWhole, generateSecret } from "./secret.ts";

test("a secret is whole, and no two are alike", () => {
  const secrets = Array.from({ length: 200 }, generateSecret);
  expect(secrets.every((secret) => isWhole(secret) && isApiToken(secret))).toBe(true);
  expect(new Set(secrets).size).toBe(200);
});

test("a changed character, a missing one and another prefix are told without the database", () => {
  const secret = generateSecret();
  const other = secret.at(10) === "a" ? "b" : "a";
  expect(isWhole(`${secret.slice(0, 10)}${other}${secret.slice(11)}`)).toBe(false);
  expect(isWhole(secret.slice(0, -1))).toBe(false);
  expect(isWhole(`${secret}0`)).toBe(false);
  expect(isWhole(secret.replace("pgb_", "ghp_"))).toBe(false);
});

test("the checksum is the CRC-32 of what stands before it, in base 62", () => {
  // Python: zlib.crc32(b"0" * 32) is 0xa0f292d0.
  expect(isWhole(`pgb_${"0".repeat(32)}2wjyrI`)).toBe(true);
});

test("what is kept does not hold the secret", () => {
  const secret = generateSecret();
  expect(hashOf(secret)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf(secret)).not.toContain(secret.slice(4));
});
