import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

/**
 * Secrets of one kind: a prefix, 32 random characters (190 bits), and their CRC-32 in six, by which scanners recognize
 * real secrets offline.
 */
export function createSecretKind(prefix: string) {
  const shape = new RegExp(`^${prefix}([0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);
  return {
    generate(): string {
      const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
      return `${prefix}${random}${computeChecksum(random)}`;
    },
    /** Whether the checksum is correct, so that mistyped and truncated secrets are refused without a database query. */
    isWhole(secret: string): boolean {
      const [, random, sum] = shape.exec(secret) ?? [];
      return random !== undefined && computeChecksum(random) === sum;
    },
  };
}

export const { generate: generateSecret, isWhole } = createSecretKind("pgb_");

/** Whether a bearer token has the prefix of API tokens. */
export const isApiToken = (token: string): boolean => token.startsWith("pgb_");

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
