import { randomBytes } from "node:crypto";
import * as z from "zod";
import { monotonicFactory } from "ulid";

const prefixes = {
  tenant: "ten",
  member: "mem",
  show: "sho",
  sequence: "seq",
  shot: "sht",
  model: "mdl",
  image: "img",
  workflow: "wfl",
  workflowVersion: "wfv",
  input: "inp",
  imageSequence: "sqc",
  job: "job",
  batch: "bat",
  attempt: "att",
  asset: "ast",
  version: "ver",
  rendition: "rnd",
  review: "rev",
  note: "not",
  playlist: "ply",
  shareLink: "shr",
  event: "evt",
  outbox: "obx",
  intent: "int",
  request: "req",
  operator: "opr",
  audit: "aud",
  usage: "usg",
  notice: "ntc",
  token: "tok",
  webhook: "whk",
  webhookSecret: "whs",
  erasure: "era",
  removal: "rmv",
} as const;

export type Kind = keyof typeof prefixes;

const POOL_BYTES = 4096;
let pool = randomBytes(POOL_BYTES);
let used = 0;

/**
 * A random number from 0 up to 1, from buffered random bytes. A ULID needs sixteen of them, and a system call for each
 * would take longer than the rest of an id.
 */
function random(): number {
  if (used === POOL_BYTES) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  return pool.readUInt8(used++) / 256;
}

// Monotonic: ids of one process within a millisecond sort in the order of their creation, and lists are sorted by id.
const ulid = monotonicFactory(random);

/** Creates an id from a prefix for the kind and a ULID, so that ids sort by time. */
export function create(kind: Kind): string {
  return `${prefixes[kind]}_${ulid()}`;
}

/** Schema for ids of one kind. */
export function createSchema(kind: Kind) {
  return z
    .string()
    .regex(new RegExp(`^${prefixes[kind]}_[0-9A-HJKMNP-TV-Z]{26}$`), `an id of the form ${prefixes[kind]}_…`);
}
