import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import { tx } from "@pegbar/core/platform/database";
import * as Ledger from "@pegbar/core/result/ledger";
import * as Record from "@pegbar/core/platform/record";
import { sequence } from "@pegbar/core/result/ledger/sequence.ts";
import type { Sealing } from "@pegbar/core/result/ledger/sign.ts";
import { listVerifierKeys } from "@pegbar/local/platform/resources.ts";
import { formatCertificate, verify, type Certificate } from "@pegbar/verify";
import { createStudios } from "./studio.ts";

export const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

type Generated = Extract<Record.Event, { type: "asset.generated" }>;
export const createAssetId = () => `ast_${randomBytes(8).toString("hex")}`;

/** Builds the event that a picture with these bytes was generated. */
export function buildGeneratedRecord(assetId: string, picture: Uint8Array, over: Partial<Generated> = {}): Generated {
  return {
    type: "asset.generated",
    schema: 5,
    eventId: assetId,
    assetId,
    assertedAt: "2026-01-02T03:04:05.000Z",
    shotId: "sht_1",
    show: "HARBOR",
    sequence: "sq010",
    shot: "sh010",
    frame: null,
    batchId: null,
    reusedFrom: null,
    user: { id: "mem_1", name: "Noa Lindqvist", email: "noa@lumen.example" },
    job: { id: "job_1", attempt: 1 },
    workflow: { slug: "paint-text", version: 3, sha256: sha256("workflow") },
    graphSha256: sha256("graph"),
    generation: {
      prompts: ["a lamp \u{1F4A1} in the fog"],
      negativePrompts: ["blurry"],
      seeds: ["18446744073709551615"],
      samplers: [{ nodeId: "3", classType: "KSampler", settings: { steps: 20, cfg: 7.5, ancestral: false } }],
    },
    models: [
      {
        id: "mdl_1",
        fileName: "preview.safetensors",
        kind: "checkpoint",
        sha256: sha256("model"),
        licence: "Apache-2.0",
      },
    ],
    inputs: [{ id: "inp_1", sha256: sha256("input"), filename: "layout.png" }],
    runtime: { comfyuiVersion: "test", imageDigest: "test", gpu: "none" },
    execution: { state: "rendered", executed: ["3", "9"], cached: ["4"] },
    asset: { name: "paint", version: 1, position: 0 },
    output: { sha256: sha256(picture), bytes: picture.length, contentType: "image/png" },
    ...over,
  };
}

/** Creates two studios with their logs, and the keys that sign the logs. */
export async function createLedger() {
  const studios = await createStudios();
  const [lumen, orrery] = await Promise.all([studios.member("lumen", "artist"), studios.member("orrery", "artist")]);
  const dir = mkdtempSync(path.join(tmpdir(), "pegbar-ledger-"));
  const signer = createFileSigner("pegbar.test/log", path.join(dir, "key.pem"));
  const sealing: Sealing = { signer, anchors: studios.anchors() };
  const logKeys = listVerifierKeys(signer);
  const run = (by: Sealing = sealing) => studios.runAsPlatform("sequencer", () => sequence(by));
  // Writes the records of the seed to the logs before the tests begin.
  await run();
  const enqueue = async (
    actor: Actor,
    id = createAssetId(),
    picture: Uint8Array = randomBytes(40),
    over: Partial<Generated> = {},
  ) => {
    await studios.as(actor, () => tx((open) => Record.enqueueRecords(open, [buildGeneratedRecord(id, picture, over)])));
    return { id, picture };
  };
  const readCertificate = (actor: Actor, id: string, waitMs = 0) =>
    studios.as(actor, () => Ledger.createCertificate(id, { waitMs, logKeys }));
  return {
    studios,
    lumen,
    orrery,
    dir,
    sealing,
    logKeys,
    run,
    enqueue,
    readCertificate,
    async createProven(actor: Actor = lumen) {
      const made = await enqueue(actor);
      await run();
      return { ...made, certificate: await readCertificate(actor, made.id) };
    },
    /** Verifies a certificate. @returns why it or the file was rejected; undefined if valid */
    refusal(certificate: unknown, picture: Uint8Array | undefined, keys: readonly string[] | null = logKeys) {
      const text = typeof certificate === "string" ? certificate : formatCertificate(certificate as Certificate);
      const verdict = verify(text, picture, keys === null ? undefined : { log: keys });
      return verdict.valid ? undefined : verdict.reason;
    },
    async drop() {
      await studios.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type TestLedger = Awaited<ReturnType<typeof createLedger>>;
export const getTenantId = (actor: Actor) => (actor.type === "member" ? actor.tenantId : "");
