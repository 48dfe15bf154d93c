import { createHash } from "node:crypto";
import { KMSClient, SignCommand, type KMSClientConfig } from "@aws-sdk/client-kms";
import { p256 } from "@noble/curves/nist.js";
import type { CredentialSigner } from "../port/index.ts";

/**
 * A key on P-256 that never leaves AWS KMS, which is given the hash alone: what is signed may be longer than it takes.
 * @param keyId id or ARN
 * @param chain PEM, the key's own certificate first
 */
export function kmsCredentialSigner(keyId: string, chain: string, config: KMSClientConfig = {}): CredentialSigner {
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
      if (!Signature) throw new Error(`KMS gave no signature by ${keyId}`);
      // KMS answers in DER; COSE wants both numbers, one behind the other.
      return p256.Signature.fromBytes(new Uint8Array(Signature), "der").toBytes("compact");
    },
  };
}
