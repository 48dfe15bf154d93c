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
  job: "job",
  attempt: "att",
  asset: "ast",
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

/** Random number from 0 up to 1. A ULID takes sixteen: asking the system for each costs more than the rest of an id. */
function random(): number {
  if (used === POOL_BYTES) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  return pool.readUInt8(used++) / 256;
}

// Monotonic: what one process makes within a millisecond sorts in the order it was made, and lists are sorted by id.
const ulid = monotonicFactory(random);

/** A new id: prefix and ULID, so that ids sort by time and say what they name. */
export function create(kind: Kind): string {
  return `${prefixes[kind]}_${ulid()}`;
}

/** Schema of an id of one kind. */
export function schema(kind: Kind) {
  return z
    .string()
    .regex(new RegExp(`^${prefixes[kind]}_[0-9A-HJKMNP-TV-Z]{26}$`), `an id of the form ${prefixes[kind]}_…`);
}
