import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const [ALGORITHM, NONCE_BYTES, TAG_BYTES] = ["aes-256-gcm", 12, 16] as const;

/**
 * A secret of the platform and its purpose. Text that was encrypted for one purpose cannot be decrypted for another.
 */
export interface SealKey {
  secret: Uint8Array;
  purpose: "idempotency" | "webhook secret" | "subject key" | "disclosure";
}

/** Derives the key for one purpose from a secret of the platform. */
const deriveKey = ({ secret, purpose }: SealKey): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(), `pegbar ${purpose}`, 32));

/** Encrypts `text`. Only {@link unseal} with the same `place` decrypts it. */
export function seal(text: string, place: string, key: SealKey): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, deriveKey(key), nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Decrypts a text.
 * @throws if it was encrypted with another secret or for another place, or was changed
 */
export function unseal(sealed: Uint8Array, place: string, key: SealKey): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv(ALGORITHM, deriveKey(key), bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString();
}
