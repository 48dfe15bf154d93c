import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^pgb_([0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

/**
 * Creates a secret: `pgb_`, 32 random characters, and their CRC-32 in six, by which scanners recognize real secrets
 * offline.
 */
export function generateSecret(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
  return `pgb_${random}${computeChecksum(random)}`;
}

/** Whether a bearer token has the prefix of API tokens. */
export const isApiToken = (token: string): boolean => token.startsWith("pgb_");

/** Whether the checksum is correct, so that mistyped and truncated tokens are refused without a database query. */
export function isWhole(token: string): boolean {
  const [, random, sum] = SHAPE.exec(token) ?? [];
  return random !== undefined && computeChecksum(random) === sum;
}

/** The hash that is stored of a secret. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

function computeChecksum(text: string): string {
  let left = crc32(text);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = ALPHABET.charAt(left % ALPHABET.length) + digits;
    left = Math.floor(left / ALPHABET.length);
  }
  return digits;
}
