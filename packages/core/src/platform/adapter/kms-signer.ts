import {
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  type KMSClientConfig,
  type SigningAlgorithmSpec,
} from "@aws-sdk/client-kms";
import type { Signer, SigningKey } from "../port/index.ts";
import { parseSpki } from "./raw-key.ts";

interface Options {
  /** Name of the platform's logs. */
  name: string;
  /** Ids or ARNs of the keys. */
  keys: { ed25519: string; mldsa44: string };
  client?: KMSClientConfig;
}

/** Signs with keys in AWS KMS. KMS receives whole messages, of at most 4096 bytes; checkpoints are shorter. */
export async function createKmsSigner({ name, keys, client: config = {} }: Options): Promise<Signer> {
  const client = new KMSClient(config);
  const createSigningKey = async (
    KeyId: string,
    type: "ed25519" | "ml-dsa-44",
    SigningAlgorithm: SigningAlgorithmSpec,
  ): Promise<SigningKey> => {
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    if (!PublicKey) throw new Error(`KMS has no public key for ${KeyId}`);
    return {
      publicKey: parseSpki(PublicKey, type),
      async sign(Message) {
        const command = new SignCommand({ KeyId, Message, MessageType: "RAW", SigningAlgorithm });
        const { Signature } = await client.send(command);
        if (!Signature) throw new Error(`KMS returned no signature by ${KeyId}`);
        return new Uint8Array(Signature);
      },
    };
  };
  const [ed25519, mldsa44] = await Promise.all([
    createSigningKey(keys.ed25519, "ed25519", "ED25519_SHA_512"),
    createSigningKey(keys.mldsa44, "ml-dsa-44", "ML_DSA_SHAKE_256"),
  ]);
  return { name, ed25519, mldsa44 };
}
