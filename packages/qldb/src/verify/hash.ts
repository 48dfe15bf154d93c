import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@pegbar/verify";
import { makeHashReader, type Hasher } from "ion-hash-js";
import { dumpBinary, makeReader, type dom } from "ion-js";

const HASH_BYTES = 32;

function createHasher(): Hasher {
  let state = sha256.create();
  return {
    update: (bytes) => void state.update(bytes),
    digest: () => {
      const digest = state.digest();
      state = sha256.create();
      return digest;
    },
  };
}

/** Ion hash (SHA-256) of an Ion value, equal for its text and binary form. */
export function hashIon(value: dom.Value | string | Uint8Array): Uint8Array {
  const source = typeof value === "string" || value instanceof Uint8Array ? value : dumpBinary(value);
  const reader = makeHashReader(makeReader(source), createHasher);
  // Twice: the hash is complete once the value has been left.
  reader.next();
  reader.next();
  return reader.digest();
}

/**
 * QLDB's combination of two hashes: the smaller one first, compared from the last byte to the first as signed bytes, so
 * that their order does not matter. An empty hash is ignored.
 */
export function dot(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return sha256(isSmaller(b, a) ? concatBytes(b, a) : concatBytes(a, b));
}

function isSmaller(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== HASH_BYTES || b.length !== HASH_BYTES) throw new TypeError(`a hash is not ${HASH_BYTES} bytes long`);
  const [left, right] = [new Int8Array(a), new Int8Array(b)];
  for (let at = HASH_BYTES - 1; at >= 0; at--) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * The levels of QLDB's Merkle tree, leaves first: neighbours are combined, and the last one of an odd number moves up
 * unchanged.
 */
export function computeLevels(leaves: readonly Uint8Array[]): Uint8Array[][] {
  const all = [[...leaves]];
  for (let level = all[0] ?? []; level.length > 1; all.push(level))
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, at) =>
      dot(level[2 * at] ?? new Uint8Array(), level[2 * at + 1] ?? new Uint8Array()),
    );
  return all;
}

/** Root over hashes; empty for none. */
export const computeMerkleRoot = (leaves: readonly Uint8Array[]): Uint8Array =>
  computeLevels(leaves).at(-1)?.[0] ?? new Uint8Array();

/** The hash that results from combining a hash with those on its path. */
export const foldPath = (hash: Uint8Array, path: readonly Uint8Array[]): Uint8Array => path.reduce(dot, hash);
