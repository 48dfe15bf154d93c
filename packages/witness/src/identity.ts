import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import {
  formatCheckpoint,
  formatCosignedText,
  encodeCosignedTree,
  isKeyName,
  formatSignature,
  prependTime,
  createVerifierKey,
  type Checkpoint,
  type VerifierKey,
} from "@pegbar/verify";
import { writeDurably } from "./durable.ts";

/** The witness's public keys, and the function that cosigns a checkpoint. */
export interface Identity {
  keys: VerifierKey[];
  cosign: (checkpoint: Checkpoint, time: number) => string[];
}

const NAME = "name";
const PLAIN = "ed25519.pem";
/** Created last: if it exists, all files exist. */
const QUANTUM = "mldsa44.pem";
const PARTS = [NAME, PLAIN, QUANTUM];

/** Whether the directory has its name and keys. Throws if only some of them are missing. */
export function isMade(dir: string): boolean {
  const missing = PARTS.filter((name) => !existsSync(join(dir, name)));
  const state = join(dir, "checkpoints");
  const fresh = missing.length === PARTS.length && !(existsSync(state) && readdirSync(state).length > 0);
  if (missing.length > 0 && !fresh)
    throw new Error(
      `${dir} lacks ${missing.join(" and ")}. Restore a copy, or start an empty directory with a new name: ` +
        "a witness with other keys is another witness",
    );
  return !fresh;
}

/** The witness of a directory. Its name and keys are created at the first use and never change. */
export function loadIdentity(dir: string, wanted: string | undefined): Identity {
  if (!isMade(dir)) make(dir, wanted);
  const name = readName(join(dir, NAME), wanted);
  const plain = loadKey(join(dir, PLAIN), "ed25519");
  const quantum = loadKey(join(dir, QUANTUM), "ml-dsa-44");
  const plainKey = createVerifierKey(name, "ed25519-cosignature", getPublicKey(plain, "x"));
  const quantumKey = createVerifierKey(name, "mldsa44-cosignature", getPublicKey(quantum, "pub"));
  const formatLine = (key: VerifierKey, secret: KeyObject, time: number, message: Uint8Array): string =>
    formatSignature(key, prependTime(time, new Uint8Array(sign(null, message, secret))));
  return {
    keys: [plainKey, quantumKey],
    cosign: (checkpoint, time) => [
      formatLine(plainKey, plain, time, formatCosignedText(formatCheckpoint(checkpoint), time)),
      formatLine(quantumKey, quantum, time, encodeCosignedTree(name, time, checkpoint)),
    ],
  };
}

function make(dir: string, wanted: string | undefined): void {
  const name = wanted ?? `witness.${hostname()}`;
  if (!isKeyName(name)) throw new Error(`${JSON.stringify(name)} cannot be a witness's name: no spaces, no +`);
  const keep = (file: string, text: string) => writeDurably(join(dir, file), text, 0o600);
  const toPem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();
  keep(NAME, `${name}\n`);
  keep(PLAIN, toPem(generateKeyPairSync("ed25519").privateKey));
  keep(QUANTUM, toPem(generateKeyPairSync("ml-dsa-44").privateKey));
}

/** An Ed25519 cosignature does not name its signer, so one key never serves two names. */
function readName(file: string, wanted: string | undefined): string {
  const name = readFileSync(file, "utf8").trim();
  if (!isKeyName(name)) throw new Error(`${file} contains no valid name of a witness`);
  if (wanted !== undefined && wanted !== name) throw new Error(`the keys of this directory are those of ${name}`);
  return name;
}

function loadKey(file: string, type: "ed25519" | "ml-dsa-44"): KeyObject {
  const text = readFileSync(file, "utf8");
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch (cause) {
    throw new Error(`${file} contains no private key`, { cause });
  }
  if (key.asymmetricKeyType !== type) throw new Error(`${file} holds a key of another kind`);
  return key;
}

function getPublicKey(secret: KeyObject, field: "x" | "pub"): Uint8Array {
  const jwk: Record<string, unknown> = { ...createPublicKey(secret).export({ format: "jwk" }) };
  return new Uint8Array(Buffer.from(String(jwk[field]), "base64url"));
}
