import { sha256 } from "@noble/hashes/sha2.js";
import { toHex, encodeUtf8 } from "../src/index.ts";
import { Erasable, type Log } from "./make-certificate.ts";

/** SHA-256 of a text in hexadecimal. */
export const hash = (text: string): string => toHex(sha256(encodeUtf8(text)));
const PLACE = { shotId: "sht_1", show: "HARBOR", sequence: "sq010", shot: "sh010" };
const common = (eventId: string) => ({
  schema: 1,
  eventId,
  assertedAt: "2026-01-02T03:04:05.000Z",
  loggedAt: "2026-01-02T03:04:05.678Z",
});
const user = { id: "mem_1", name: "Noa Lindqvist", email: "noa@lumen.example" };

/** A result's record without its position in a shot. */
export const generated = (assetId: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...common(assetId),
  type: "asset.generated",
  schema: 3,
  assetId,
  ...PLACE,
  user: new Erasable(user),
  job: { id: "job_1", attempt: 1 },
  workflow: { slug: "paint-text", version: 3, sha256: hash("workflow") },
  graphSha256: new Erasable(hash("graph"), true),
  generation: {
    prompts: new Erasable(['a lamp \u{1F4A1} in the "fog" \\ \u20AC\u0007']),
    negativePrompts: new Erasable([]),
    seeds: ["18446744073709551615"],
    samplers: [{ nodeId: "3", classType: "KSampler", settings: { steps: 20, cfg: 7.5, denoise: 1e-7, karras: false } }],
  },
  models: [{ id: "mdl_1", fileName: "a.safetensors", kind: "checkpoint", sha256: hash("model"), licence: "MIT" }],
  inputs: [
    new Erasable({ id: "inp_1", sha256: hash("input 1"), filename: "layout.png" }),
    new Erasable({ id: "inp_2", sha256: hash("input 2"), filename: "mask.png" }, true),
  ],
  runtime: { comfyuiVersion: "test", imageDigest: "test", gpu: "none" },
  execution: { state: "rendered", executed: ["3", "9"], cached: ["4"] },
  asset: { name: "paint", version: 1, position: 0 },
  output: { sha256: hash(`file of ${assetId}`), bytes: 10, contentType: "image/png" },
  ...over,
});
/** A short record for tests of the rules of shots and assets. */
export const short = (assetId: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...common(assetId),
  type: "asset.generated",
  assetId,
  ...PLACE,
  output: { sha256: hash(`file of ${assetId}`), bytes: 10, contentType: "image/png" },
  ...over,
});
/** The record of a result's copy with content credentials; `at` is the index of the generation. */
export const credentialed =
  (assetId: string, at: number, over: Record<string, unknown> = {}) =>
  (log: Log): Record<string, unknown> => ({
    ...common(`${assetId}/credentialed`),
    type: "asset.credentialed",
    assetId,
    ...PLACE,
    generatedLeaf: log.leaf(at),
    output: { sha256: hash(`signed file of ${assetId}`), bytes: 20, contentType: "image/png" },
    ...over,
  });
export const redacted = (id: string): Record<string, unknown> => ({
  ...common(id),
  type: "redacted",
  user: { commitment: hash("withheld for ever") },
  subjectId: "mem_1",
  kinds: ["prompts"],
  reason: "asked for",
  values: 2,
  records: 1,
});
/** A result at its position in the shot. */
export const chained =
  (assetId: string, number: number, previous: number | null, over: Record<string, unknown> = {}) =>
  (log: Log): Record<string, unknown> =>
    short(assetId, {
      chain: { shotId: "sht_1", number, previous: previous === null ? null : log.leaf(previous), ...over },
    });
export const listed =
  (count: number, last: number | null, over: Record<string, unknown> = {}) =>
  (log: Log): Record<string, unknown> => ({
    ...common("sht_1/listed"),
    type: "shot.listed",
    ...PLACE,
    count,
    last: last === null ? null : log.leaf(last),
    ...over,
  });
/** A record of the log that no certificate contains. */
export const elsewhere = (eventId: string): Record<string, unknown> => ({
  ...common(eventId),
  type: "model.registered",
});
