import * as z from "zod";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A picture (or another output) and everything it was made from. Closed: a new field is a new schema number. */
export const AssetGenerated = z.strictObject({
  type: z.literal("asset.generated"),
  schema: z.literal(1),
  eventId: z.string(),
  assertedAt: z.iso.datetime(),
  show: z.string(),
  sequence: z.string(),
  shot: z.string(),
  user: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }),
  job: z.strictObject({ id: z.string(), attempt: z.int().positive() }),
  /** Null for a raw graph. */
  workflow: z.strictObject({ slug: z.string(), version: z.int().positive(), sha256: Sha256 }).nullable(),
  graphSha256: Sha256,
  generation: z.strictObject({
    prompts: z.array(z.string()),
    negativePrompts: z.array(z.string()),
    seeds: z.array(z.string().regex(/^-?[0-9]+$/)),
    samplers: z.array(
      z.strictObject({ nodeId: z.string(), classType: z.string(), settings: z.record(z.string(), scalar) }),
    ),
  }),
  models: z.array(z.strictObject({ fileName: z.string(), kind: z.string(), sha256: Sha256, licence: z.string() })),
  inputs: z.array(z.strictObject({ sha256: Sha256, filename: z.string() })),
  runtime: z.strictObject({ comfyuiVersion: z.string(), imageDigest: z.string(), gpu: z.string() }),
  asset: z.strictObject({ id: z.string(), name: z.string(), version: z.int(), position: z.int() }),
  output: z.strictObject({ sha256: Sha256, bytes: z.int(), contentType: z.string() }),
});
export type AssetGenerated = z.infer<typeof AssetGenerated>;
