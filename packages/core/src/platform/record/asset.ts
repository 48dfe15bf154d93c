import { executionStates } from "@pegbar/comfyui";
import * as z from "zod";
import { Software } from "../../contract/index.ts";
import { createUserErasable, common, File, Place, Sha256, User, type Erasable } from "./parts.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const Shot = { shotId: z.string(), ...Place };
const Asset = z.strictObject({ name: z.string(), version: z.int(), position: z.int() });

/** An image (or another output) and everything that it was made from. */
export const AssetGenerated = z.strictObject({
  type: z.literal("asset.generated"),
  schema: z.literal(5),
  ...common,
  assetId: z.string(),
  ...Shot,
  /** Number of its frame in the shot, and the batch that it belongs to; null without one. */
  frame: z.int().nullable(),
  batchId: z.string().nullable(),
  user: User,
  /** `attempt` is 0 for a job that did not run, because it has the results of an earlier one. */
  job: z.strictObject({ id: z.string(), attempt: z.int().nonnegative() }),
  /** The result whose file it is: an earlier one with the same content, or chosen by a person. Null for one of its own. */
  reusedFrom: z.strictObject({ assetId: z.string(), jobId: z.string() }).nullable(),
  /** Null for a raw graph. */
  workflow: z.strictObject({ slug: z.string(), version: z.int().positive(), sha256: Sha256 }).nullable(),
  /** Hash of the graph as it ran. The graph contains the prompts, so the record contains a commitment to the hash. */
  graphSha256: Sha256,
  generation: z.strictObject({
    prompts: z.array(z.string()),
    negativePrompts: z.array(z.string()),
    seeds: z.array(z.string().regex(/^-?[0-9]+$/)),
    samplers: z.array(
      z.strictObject({ nodeId: z.string(), classType: z.string(), settings: z.record(z.string(), scalar) }),
    ),
  }),
  models: z.array(
    z.strictObject({
      id: z.string(),
      fileName: z.string(),
      kind: z.string(),
      sha256: Sha256,
      licence: z.string(),
    }),
  ),
  inputs: z.array(z.strictObject({ id: z.string(), sha256: Sha256, filename: z.string() })),
  /** `software` is absent for results of workers that do not report it. */
  runtime: z.strictObject({
    comfyuiVersion: z.string(),
    imageDigest: z.string(),
    gpu: z.string(),
    software: Software.optional(),
  }),
  /** Whether the result was computed in this attempt, and the nodes that it depends on. */
  execution: z.strictObject({
    state: z.enum(executionStates),
    executed: z.array(z.string()),
    cached: z.array(z.string()),
  }),
  asset: Asset,
  output: File,
});
type AssetGenerated = z.infer<typeof AssetGenerated>;

export const listGeneratedErasable = (record: AssetGenerated): Erasable[] => [
  createUserErasable(record),
  ...["/graphSha256", "/generation/prompts", "/generation/negativePrompts"].map((field) => ({
    field,
    subjectId: record.user.id,
    kind: "prompts" as const,
  })),
  ...record.inputs.map(({ id }, at) => ({ field: `/inputs/${at}`, subjectId: id, kind: "input" as const })),
];

/** The file with content credentials (C2PA), whose manifest names the leaf of the generation. */
export const AssetCredentialed = z.strictObject({
  type: z.literal("asset.credentialed"),
  schema: z.literal(1),
  ...common,
  assetId: z.string(),
  ...Shot,
  /** Leaf hash of the generation that the manifest names. */
  generatedLeaf: Sha256,
  /** Label of the manifest, and the certificate that it is signed with. */
  manifest: z.strictObject({ label: z.string(), algorithm: z.literal("ES256"), certificateSha256: Sha256 }),
  output: File,
});

/** A person's review decision about a version. */
export const AssetReviewed = z.strictObject({
  type: z.literal("asset.reviewed"),
  schema: z.literal(2),
  ...common,
  assetId: z.string(),
  ...Shot,
  /** Number of its frame in the shot; null without one. */
  frame: z.int().nullable(),
  user: User,
  review: z.strictObject({ id: z.string(), versionId: z.string() }),
  decision: z.enum(["approved", "retake"]),
  asset: Asset,
  output: File,
});

/** A person's edit of a result: the files before and after. */
export const AssetEdited = z.strictObject({
  type: z.literal("asset.edited"),
  schema: z.literal(1),
  ...common,
  assetId: z.string(),
  ...Shot,
  user: User,
  tool: z.string(),
  before: z.strictObject({ assetId: z.string(), sha256: Sha256 }),
  asset: Asset,
  output: File,
});

/** Number of generations of a shot up to this record. Written for the shot's certificate. */
export const ShotListed = z.strictObject({
  type: z.literal("shot.listed"),
  schema: z.literal(1),
  ...common,
  ...Shot,
});
