import * as z from "zod";
import { ulid } from "ulid";

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
} as const;

export type Kind = keyof typeof prefixes;

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
