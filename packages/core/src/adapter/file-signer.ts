import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { Signer } from "../port/index.ts";

/** Ed25519 key in a PEM file of mode 0600, made at the first use. For one machine; in AWS the key lies in KMS. */
export function fileSigner(name: string, file: string): Signer {
  const privateKey = createPrivateKey(readOrMake(file));
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  if (x === undefined) throw new Error(`${file} holds no Ed25519 key`);
  return {
    name,
    publicKey: new Uint8Array(Buffer.from(x, "base64url")),
    sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

function readOrMake(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  writeFileSync(file, pem, { mode: 0o600, flag: "wx" });
  return pem;
}
