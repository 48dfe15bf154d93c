import * as z from "zod";
import { renditionKinds, renditionStates } from "@pegbar/core/schema/rendition-kinds.ts";
import { Time } from "./parts.ts";

export const Rendition = z
  .object({
    id: z.string(),
    versionId: z.string(),
    kind: z.enum(renditionKinds),
    format: z.enum(["mp4", "webm", "jpg", "png"]),
    burnIn: z.boolean().describe("Whether each picture shows version and frame number."),
    frameRate: z.string().nullable().describe("Exact fraction, such as `24000/1001`. Null for a contact sheet."),
    automatic: z.boolean().describe("Whether it is made again when its version gets frames."),
    state: z
      .enum(renditionStates)
      .describe("`waiting`: for the version's frames. `pending`: it is being made. `failed`: `reason` says why."),
    reason: z.string().nullable(),
    filename: z.string(),
    sha256: z.string().nullable(),
    bytes: z.int().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    frames: z.int().nullable().describe("Frames of a movie, held ones included; pictures of a contact sheet."),
    missing: z
      .array(z.int())
      .nullable()
      .describe("Frames without a picture that can be decoded. A black picture says so in their place."),
    createdAt: Time,
    endedAt: Time.nullable(),
  })
  .meta({ id: "Rendition" });

export const Renditions = z.object({ items: z.array(Rendition) }).meta({ id: "Renditions" });
