import { createPrivateKey, sign, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { CredentialSigner } from "../port/index.ts";

/**
 * The key in a PEM file. For one machine; elsewhere it lies in a KMS.
 * @param chain PEM, the key's own certificate first
 */
export function fileCredentialSigner(file: string, chain: string): CredentialSigner {
  const key = createPrivateKey(readFileSync(file, "utf8"));
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1")
    throw new Error(`${file} holds no key on P-256, which ES256 needs`);
  // Of several in one text the first is read.
  if (!new X509Certificate(chain).checkPrivateKey(key))
    throw new Error(`the certificate for content credentials is not that of the key in ${file}`);
  return {
    chain,
    sign: async (bytes) => new Uint8Array(sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" })),
  };
}
