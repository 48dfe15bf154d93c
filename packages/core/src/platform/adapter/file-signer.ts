import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { createFile } from "../file.ts";
import type { Signer, SigningKey } from "../port/index.ts";
import { exportRawPublicKey } from "./raw-key.ts";

/**
 * Signs with keys in PEM files of mode 0600, which are created at the first use: Ed25519 in `file`, ML-DSA-44 in
 * `file.mldsa44`. For one machine; on AWS the keys are in KMS.
 */
export function createFileSigner(name: string, file: string): Signer {
  return {
    name,
    ed25519: createSigningKey(
      loadKey(file, () => generateKeyPairSync("ed25519").privateKey),
      "ed25519",
    ),
    mldsa44: createSigningKey(
      loadKey(`${file}.mldsa44`, () => generateKeyPairSync("ml-dsa-44").privateKey),
      "ml-dsa-44",
    ),
  };
}

function createSigningKey(privateKey: KeyObject, type: "ed25519" | "ml-dsa-44"): SigningKey {
  return {
    publicKey: exportRawPublicKey(createPublicKey(privateKey), type),
    sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

function loadKey(file: string, make: () => KeyObject): KeyObject {
  try {
    return createPrivateKey(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const made = make();
  createFile(file, made.export({ type: "pkcs8", format: "pem" }).toString(), { mode: 0o600 });
  return made;
}
