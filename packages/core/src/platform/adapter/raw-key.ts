import { createPublicKey, type KeyObject } from "node:crypto";

/** The raw bytes of a public key, without an encoding around them. */
export function exportRawPublicKey(key: KeyObject, type: "ed25519" | "ml-dsa-44"): Uint8Array {
  if (key.asymmetricKeyType !== type) throw new Error(`the key is of type ${key.asymmetricKeyType}, not ${type}`);
  const jwk: Record<string, unknown> = { ...key.export({ format: "jwk" }) };
  const text = jwk[type === "ed25519" ? "x" : "pub"];
  if (typeof text !== "string") throw new Error(`the ${type} key has no public part`);
  return new Uint8Array(Buffer.from(text, "base64url"));
}

/** The raw bytes of a public key in DER (SPKI), as KMS exports it. */
export const parseSpki = (der: Uint8Array, type: "ed25519" | "ml-dsa-44"): Uint8Array =>
  exportRawPublicKey(createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }), type);
