import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import * as z from "zod";
import { startService } from "./service.ts";

const Sign = z.object({
  KeyId: z.string(),
  Message: z.base64(),
  MessageType: z.enum(["RAW", "DIGEST"]),
  SigningAlgorithm: z.enum(["ED25519_SHA_512", "ML_DSA_SHAKE_256", "ECDSA_SHA_256"]),
});
/** DER prefix of an ML-DSA-44 key in SPKI (RFC 9881). */
const SPKI_MLDSA44 = Buffer.from("30820532300b06096086480165030403110382052100", "hex");

const readScalar = (key: KeyObject) => new Uint8Array(Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url"));

/** Starts a fake AWS KMS with one key per kind, from libraries that the adapter does not use for signing. */
export async function startKms() {
  const ed = generateKeyPairSync("ed25519");
  const quantum = ml_dsa44.keygen();
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const keys = {
    "key-ed25519": {
      spec: "ECC_NIST_EDWARDS25519",
      algorithm: "ED25519_SHA_512",
      spki: ed.publicKey.export({ type: "spki", format: "der" }),
      sign: (message: Buffer) => sign(null, message, ed.privateKey),
    },
    "key-mldsa44": {
      spec: "ML_DSA_44",
      algorithm: "ML_DSA_SHAKE_256",
      spki: Buffer.concat([SPKI_MLDSA44, quantum.publicKey]),
      sign: (message: Buffer) => Buffer.from(ml_dsa44.sign(message, quantum.secretKey)),
    },
    "key-p256": {
      spec: "ECC_NIST_P256",
      algorithm: "ECDSA_SHA_256",
      spki: ec.publicKey.export({ type: "spki", format: "der" }),
      // The message is a hash; the signature is in DER.
      sign: (digest: Buffer) =>
        Buffer.from(p256.sign(digest, readScalar(ec.privateKey), { prehash: false, format: "der" })),
    },
  };
  const service = await startService(({ headers, body }) => {
    const { KeyId } = z.looseObject({ KeyId: z.string() }).parse(body);
    const key = Object.entries(keys).find(([id]) => id === KeyId)?.[1];
    if (!key) return { error: "NotFoundException" };
    if (headers["x-amz-target"] === "TrentService.GetPublicKey")
      return {
        body: {
          KeyId,
          KeySpec: key.spec,
          KeyUsage: "SIGN_VERIFY",
          PublicKey: key.spki.toString("base64"),
          SigningAlgorithms: [key.algorithm],
        },
      };
    const { Message, MessageType, SigningAlgorithm } = Sign.parse(body);
    if (SigningAlgorithm !== key.algorithm || (MessageType === "DIGEST") !== (key.spec === "ECC_NIST_P256"))
      return { error: "InvalidKeyUsageException" };
    const message = Buffer.from(Message, "base64");
    if (message.length > 4096) return { error: "ValidationException" };
    return { body: { KeyId, Signature: key.sign(message).toString("base64"), SigningAlgorithm } };
  });
  const spki = (id: keyof typeof keys) => keys[id].spki.toString("base64");
  return {
    ...service,
    /** Public key that verifies content credentials. */
    p256: ec.publicKey,
    ids: { ed25519: "key-ed25519", mldsa44: "key-mldsa44" },
    publicKeys: { ed25519: spki("key-ed25519"), mldsa44: spki("key-mldsa44") },
  };
}
