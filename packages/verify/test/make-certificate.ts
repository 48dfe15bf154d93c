import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { sha256 } from "@noble/hashes/sha2.js";
import {
  algorithms,
  encodeCanonical,
  formatCheckpoint,
  commit,
  concatBytes,
  formatCosignedText,
  encodeCosignedTree,
  formatTlogProof,
  formatVerifierKey,
  hashLeaf,
  formatSignature,
  formatNote,
  prependTime,
  toBase64,
  toHex,
  encodeUtf8,
  createVerifierKey,
  type Algorithm,
  type Checkpoint,
  type Disclosure,
} from "../src/index.ts";
import { Tree } from "./tree.ts";

export const PLATFORM = "vectors.pegbar.example/log";
export const TIME = 1_767_323_045;

/** A private key with its public key for verifiers. The seed makes it deterministic. */
export interface Signer {
  name: string;
  algorithm: Algorithm;
  publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** Prefix of the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

export function makeSigner(name: string, algorithm: Algorithm): Signer {
  const seed = sha256(encodeUtf8(`pegbar certificate vectors: ${name} ${algorithm}`));
  if (algorithm !== "mldsa44-cosignature") {
    const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
    const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
    const publicKey = new Uint8Array(Buffer.from(x, "base64url"));
    // Node's signatures equal those of @noble/curves and are ten times faster.
    return { name, algorithm, publicKey, sign: (message) => new Uint8Array(sign(null, message, privateKey)) };
  }
  const { publicKey, secretKey } = ml_dsa44.keygen(seed);
  return { name, algorithm, publicKey, sign: (message) => ml_dsa44.sign(message, secretKey, { extraEntropy: false }) };
}

export const keyText = ({ name, algorithm, publicKey }: Signer): string =>
  formatVerifierKey(createVerifierKey(name, algorithm, publicKey));

/** A signature line under `name`: the signer's own name or that of a log. */
export function signLine({ algorithm, publicKey, sign }: Signer, name: string, head: Checkpoint, time = TIME): string {
  const body = formatCheckpoint(head);
  const bytes =
    algorithm === "ed25519"
      ? sign(encodeUtf8(body))
      : prependTime(
          time,
          sign(
            algorithm === "ed25519-cosignature" ? formatCosignedText(body, time) : encodeCosignedTree(name, time, head),
          ),
        );
  return rawLine(name, { algorithm, publicKey }, bytes);
}

/** A signature line under any name, also an invalid one. */
export function rawLine(
  name: string,
  { algorithm, publicKey }: Pick<Signer, "algorithm" | "publicKey">,
  signature: Uint8Array,
): string {
  const id = sha256(concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(algorithms[algorithm].byte), publicKey)).slice(
    0,
    4,
  );
  return formatSignature({ name, id }, signature);
}

/** A log of canonical records, or of other texts for malformed records. */
export class Log {
  readonly origin: string;
  readonly texts: string[] = [];
  readonly #tree = new Tree();

  constructor(origin: string) {
    this.origin = origin;
  }

  append(record: unknown): number {
    const text = typeof record === "string" ? record : anyText(record);
    this.#tree.append(encodeUtf8(text));
    return this.texts.push(text) - 1;
  }

  get head(): Checkpoint {
    return { origin: this.origin, size: this.texts.length, root: this.#tree.root() };
  }

  /** Leaf hash in hexadecimal. */
  leaf(index: number): string {
    return toHex(hashLeaf(encodeUtf8(this.texts[index] ?? "")));
  }

  prove(index: number, checkpoint: string): string {
    return formatTlogProof({ index, hashes: this.#tree.inclusion(index), checkpoint });
  }
}

export const canonicalText = (value: unknown): string => new TextDecoder().decode(encodeCanonical(value));

/** The same; for a value without a canonical form, another form of it. */
export function anyText(value: unknown): string {
  try {
    return canonicalText(value);
  } catch {
    return JSON.stringify(value);
  }
}

/** A value to commit to, and to disclose unless it is withheld. */
export class Erasable {
  readonly value: unknown;
  readonly withheld: boolean;

  constructor(value: unknown, withheld = false) {
    this.value = value;
    this.withheld = withheld;
  }
}

/** A record with commitments instead of its erasable values, and their disclosures. */
export function concealed(record: Record<string, unknown>) {
  const disclosed: Disclosure[] = [];
  const walk = (value: unknown, field: string): unknown => {
    if (value instanceof Erasable) {
      const salt = toHex(sha256(encodeUtf8(`salt ${String(record["eventId"])} ${field}`)));
      const disclosure = { field, salt, value: value.value };
      if (!value.withheld) disclosed.push(disclosure);
      return commit(disclosure);
    }
    if (Array.isArray(value)) return value.map((item, at) => walk(item, `${field}/${at}`));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        walk(item, `${field}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`),
      ]),
    );
  };
  return { record: walk(record, "") as Record<string, unknown>, disclosed };
}

/** Parts of a certificate; a test case changes one of them. */
export interface Parts {
  about: string;
  /** Records of the studio's log, whose commitments are created here; a text is used unchanged. */
  records: readonly (Record<string, unknown> | string | ((log: Log) => Record<string, unknown>))[];
  /** Indices of those in the certificate; default: all. */
  shown?: readonly number[];
  log: readonly Signer[];
  witnesses?: readonly Signer[];
  studioOrigin?: string;
  platformOrigin?: string;
  anchor?: Record<string, unknown>;
  /** Signature lines of a checkpoint, to replace the default ones. */
  lines?: (head: Checkpoint, lines: readonly string[]) => readonly string[];
}

export const STUDIO = `${PLATFORM}/5f1c09aa4be07d36`;

/** Creates a certificate whose parts are all signed, even invalid ones. */
export function makeCertificate(parts: Parts): string {
  const { log, witnesses = [], studioOrigin = STUDIO, platformOrigin = `${PLATFORM}/platform` } = parts;
  const lines = parts.lines ?? ((_head: Checkpoint, own: readonly string[]) => own);
  const note = (head: Checkpoint, also: readonly Signer[]) =>
    formatNote(
      formatCheckpoint(head),
      lines(head, [
        ...log.map((signer) => signLine(signer, head.origin, head)),
        ...also.map((signer) => signLine(signer, signer.name, head)),
      ]),
    );
  const studio = new Log(studioOrigin);
  const disclosed = parts.records.map((given) => {
    if (typeof given === "string") return void studio.append(given);
    const made = concealed(typeof given === "function" ? given(studio) : given);
    studio.append(made.record);
    return made.disclosed;
  });
  const { head } = studio;
  const checkpoint = note(head, []);
  const platform = new Log(platformOrigin);
  const anchor = {
    type: "checkpoint.published",
    schema: 1,
    loggedAt: "2026-01-02T03:04:05.000Z",
    origin: head.origin,
    size: head.size,
    root: toBase64(head.root),
    ...parts.anchor,
  };
  for (let other = 0; other < 4; other++) platform.append({ ...anchor, origin: `${PLATFORM}/${other}` });
  const position = platform.append(anchor);
  platform.append({ ...anchor, size: head.size + 1 });
  return canonicalText({
    format: "pegbar-certificate/2",
    about: parts.about,
    entries: (parts.shown ?? parts.records.map((_record, at) => at)).map((at) => ({
      record: studio.texts[at],
      disclosed: disclosed[at] ?? [],
      proof: studio.prove(at, checkpoint),
    })),
    anchor: { record: platform.texts[position], proof: platform.prove(position, note(platform.head, witnesses)) },
    keys: { log: log.map(keyText), witnesses: witnesses.map(keyText) },
  });
}
