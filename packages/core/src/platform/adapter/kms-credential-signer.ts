import { createHash } from "node:crypto";
import { KMSClient, SignCommand, type KMSClientConfig } from "@aws-sdk/client-kms";
import { p256 } from "@noble/curves/nist.js";
import type { CredentialSigner } from "../port/index.ts";

/**
 * Signs content credentials with a P-256 key in AWS KMS. KMS receives only the hash, because it limits the size of
 * messages.
 * @param keyId id or ARN
 * @param chain PEM, starting with the certificate of the key
 */
export function createKmsCredentialSigner(
  keyId: string,
  chain: string,
  config: KMSClientConfig = {},
): CredentialSigner {
  const client = new KMSClient(config);
  return {
    chain,
    async sign(bytes) {
      const { Signature } = await client.send(
        new SignCommand({
          KeyId: keyId,
          Message: createHash("sha256").update(bytes).digest(),
          MessageType: "DIGEST",
          SigningAlgorithm: "ECDSA_SHA_256",
        }),
      );
      if (!Signature) throw new Error(`KMS returned no signature by ${keyId}`);
      // KMS returns DER. COSE requires the two numbers concatenated.
      return p256.Signature.fromBytes(new Uint8Array(Signature), "der").toBytes("compact");
    },
  };
}
