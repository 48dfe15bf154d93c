import { createPrivateKey, sign, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { CredentialSigner } from "../port/index.ts";

/**
 * Signs content credentials with a key in a PEM file. For one machine; on AWS the key is in KMS.
 * @param chain PEM, starting with the certificate of the key
 */
export function createFileCredentialSigner(file: string, chain: string): CredentialSigner {
  const key = createPrivateKey(readFileSync(file, "utf8"));
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1")
    throw new Error(`${file} contains no P-256 key, which ES256 requires`);
  // Of several certificates in a PEM text, Node reads the first.
  if (!new X509Certificate(chain).checkPrivateKey(key))
    throw new Error(`the certificate for content credentials does not belong to the key in ${file}`);
  return {
    chain,
    sign: async (bytes) => new Uint8Array(sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" })),
  };
}
