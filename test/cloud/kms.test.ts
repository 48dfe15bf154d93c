import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verify as cryptoVerify } from "node:crypto";
import { createKmsCredentialSigner, createKmsSigner } from "@pegbar/core/platform/adapter";
import * as Ledger from "@pegbar/core/result/ledger";
import type { Signer } from "@pegbar/core/platform/port";
import { logKeys } from "@pegbar/functions/log-keys.ts";
import { formatCertificate, verify } from "@pegbar/verify";
import { startKms } from "../setup/kms.ts";
import { createLedger, type TestLedger } from "../setup/ledger.ts";

const NAME = "pegbar.test/log";
let kms: Awaited<ReturnType<typeof startKms>>;
let ledger: TestLedger;
let signer: Signer;
beforeAll(async () => {
  [kms, ledger] = await Promise.all([startKms(), createLedger()]);
  signer = await createKmsSigner({ name: NAME, keys: kms.ids, client: kms.client });
});
afterAll(() => Promise.all([kms.stop(), ledger.drop()]));

describe("keys in KMS", () => {
  test("sign heads that can be verified with the keys that KMS exports", async () => {
    const keys = logKeys({ name: NAME, publicKeys: kms.publicKeys });
    const { id, picture } = await ledger.enqueue(ledger.lumen);
    await ledger.run({ signer, anchors: ledger.studios.anchors() });
    const certificate = await ledger.studios.as(ledger.lumen, () =>
      Ledger.createCertificate(id, { waitMs: 0, logKeys: keys }),
    );
    if (!certificate) throw new Error("no certificate");
    const text = formatCertificate(certificate);
    expect(verify(text, picture, { log: keys })).toMatchObject({ valid: true });
    expect(verify(text, picture, { log: ledger.logKeys })).toMatchObject({ valid: false });
  });

  test("have raw public keys", () => {
    expect(signer.ed25519.publicKey).toHaveLength(32);
    expect(signer.mldsa44.publicKey).toHaveLength(1312);
  });

  test("sign a message that is part of a larger buffer", async () => {
    const buffer = Buffer.from("before head after");
    const part = new Uint8Array(buffer.buffer, buffer.byteOffset + 7, 4);
    expect(await signer.ed25519.sign(part)).toEqual(await signer.ed25519.sign(new TextEncoder().encode("head")));
  });

  test("sign content credentials of any length in COSE's format", async () => {
    const credentials = createKmsCredentialSigner("key-p256", "chain", kms.client);
    for (const length of [1, 4096, 100_000]) {
      const bytes = new Uint8Array(length).fill(7);
      const signature = await credentials.sign(bytes);
      expect(signature).toHaveLength(64);
      const is = (of: Uint8Array) =>
        cryptoVerify("sha256", of, { key: kms.p256, dsaEncoding: "ieee-p1363" }, signature);
      expect([is(bytes), is(new Uint8Array(length).fill(8))]).toEqual([true, false]);
    }
    await expect(createKmsCredentialSigner("key-ed25519", "chain", kms.client).sign(new Uint8Array(1))).rejects.toThrow(
      "InvalidKeyUsage",
    );
  });

  test.each([
    ["exchanged", () => ({ ed25519: kms.ids.mldsa44, mldsa44: kms.ids.ed25519 }), "not ed25519"],
    ["unknown", () => ({ ...kms.ids, mldsa44: "nobody" }), "NotFoundException"],
  ])("that are %s stop the sequencer at its start", async (_what, keys, reason) => {
    await expect(createKmsSigner({ name: NAME, keys: keys(), client: kms.client })).rejects.toThrow(reason);
  });
});

test("are named if the API lacks them", () => {
  expect(() => logKeys({ name: NAME, kms: kms.ids })).toThrow("neither verifierKeys nor publicKeys");
  expect(logKeys({ name: NAME, verifierKeys: ["a", "b"] })).toEqual(["a", "b"]);
});
