import { expect, test } from "vitest";
import { hashOf, isApiToken, isWhole, generateSecret } from "./secret.ts";

test("creates different secrets with a valid checksum", () => {
  const secrets = Array.from({ length: 200 }, generateSecret);
  expect(secrets.every((secret) => isWhole(secret) && isApiToken(secret))).toBe(true);
  expect(new Set(secrets).size).toBe(200);
});

test("detects a changed character, a missing one and another prefix without the database", () => {
  const secret = generateSecret();
  const other = secret.at(10) === "a" ? "b" : "a";
  expect(isWhole(`${secret.slice(0, 10)}${other}${secret.slice(11)}`)).toBe(false);
  expect(isWhole(secret.slice(0, -1))).toBe(false);
  expect(isWhole(`${secret}0`)).toBe(false);
  expect(isWhole(secret.replace("pgb_", "ghp_"))).toBe(false);
});

test("the checksum is the CRC-32 of the preceding characters, in base 62", () => {
  // Python: zlib.crc32(b"0" * 32) is 0xa0f292d0.
  expect(isWhole(`pgb_${"0".repeat(32)}2wjyrI`)).toBe(true);
});

test("stores only a hash of the secret", () => {
  const secret = generateSecret();
  expect(hashOf(secret)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf(secret)).not.toContain(secret.slice(4));
});
