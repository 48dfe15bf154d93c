import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { Signer, SigningKey } from "../port/index.ts";

/**
 * Keys in PEM files of mode 0600, made at the first use: Ed25519 in `file`, ML-DSA-44 beside it. For one machine; in AWS
 * they lie in KMS.
 */
export function fileSigner(name: string, file: string): Signer {
  return {
    name,
    ed25519: signingKey(
      keyIn(file, () => generateKeyPairSync("ed25519").privateKey),
      "x",
    ),
    mldsa44: signingKey(
      keyIn(`${file}.mldsa44`, () => generateKeyPairSync("ml-dsa-44").privateKey),
      "pub",
    ),
  };
}

function signingKey(privateKey: KeyObject, field: "x" | "pub"): SigningKey {
  const jwk: Record<string, unknown> = { ...createPublicKey(privateKey).export({ format: "jwk" }) };
  const publicKey = jwk[field];
  if (typeof publicKey !== "string") throw new Error("a file of the log's keys holds a key of another kind");
  return {
    publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")),
    sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

function keyIn(file: string, make: () => KeyObject): KeyObject {
  try {
    return createPrivateKey(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const made = make();
  writeFileSync(file, made.export({ type: "pkcs8", format: "pem" }).toString(), { mode: 0o600, flag: "wx" });
  return made;
}
