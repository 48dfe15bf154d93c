import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import {
  checkpointBody,
  cosignedText,
  cosignedTree,
  signatureLine,
  timestamped,
  verifierKey,
  type Checkpoint,
  type VerifierKey,
} from "@pegbar/verify";
import { writeDurably } from "./durable.ts";

/** Who cosigns: public keys, and the lines that they put under a checkpoint. */
export interface Identity {
  keys: VerifierKey[];
  cosign: (checkpoint: Checkpoint, time: number) => string[];
}

/** The witness of a directory; its name and its keys are made at the first use and stay. */
export function identity(dir: string, wanted: string | undefined): Identity {
  const name = nameIn(join(dir, "name"), wanted);
  const plain = keyIn(join(dir, "ed25519.pem"), () => generateKeyPairSync("ed25519").privateKey);
  const quantum = keyIn(join(dir, "mldsa44.pem"), () => generateKeyPairSync("ml-dsa-44").privateKey);
  const plainKey = verifierKey(name, "ed25519-cosignature", publicKeyOf(plain, "x"));
  const quantumKey = verifierKey(name, "mldsa44-cosignature", publicKeyOf(quantum, "pub"));
  const line = (key: VerifierKey, secret: KeyObject, time: number, message: Uint8Array): string =>
    signatureLine(key, timestamped(time, new Uint8Array(sign(null, message, secret))));
  return {
    keys: [plainKey, quantumKey],
    cosign: (checkpoint, time) => [
      line(plainKey, plain, time, cosignedText(checkpointBody(checkpoint), time)),
      line(quantumKey, quantum, time, cosignedTree(name, time, checkpoint)),
    ],
  };
}

/** An Ed25519 cosignature does not name its signer, so one key never serves two names. */
function nameIn(file: string, wanted: string | undefined): string {
  if (!existsSync(file)) writeDurably(file, `${wanted ?? `witness.${hostname()}`}\n`, 0o600);
  const name = readFileSync(file, "utf8").trim();
  if (wanted !== undefined && wanted !== name) throw new Error(`the keys of this directory are those of ${name}`);
  return name;
}

function keyIn(file: string, make: () => KeyObject): KeyObject {
  if (!existsSync(file)) writeDurably(file, make().export({ type: "pkcs8", format: "pem" }).toString(), 0o600);
  return createPrivateKey(readFileSync(file, "utf8"));
}

function publicKeyOf(secret: KeyObject, field: "x" | "pub"): Uint8Array {
  const jwk: Record<string, unknown> = { ...createPublicKey(secret).export({ format: "jwk" }) };
  const encoded = jwk[field];
  if (typeof encoded !== "string") throw new Error("a key file of the witness holds a key of another kind");
  return new Uint8Array(Buffer.from(encoded, "base64url"));
}
