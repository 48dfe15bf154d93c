import * as z from "zod";
import { statuses } from "@pegbar/core/shot/version";
import { Time } from "./parts.ts";

const Review = z.object({
  id: z.string(),
  decision: z.enum(["approved", "retake"]),
  frames: z.string().nullable().describe("The frames to make again, of a retake; null for all."),
  comment: z.string(),
  memberId: z.string(),
  createdAt: Time,
});

export const Version = z
  .object({
    id: z.string(),
    showId: z.string(),
    show: z.string(),
    sequence: z.string(),
    shot: z.string(),
    shotId: z.string(),
    memberId: z.string(),
    name: z.string(),
    number: z.int().describe("From 1, without gaps within shot and name."),
    batchId: z.string().nullable(),
    step: z.int(),
    variant: z.int(),
    status: z.enum(statuses),
    review: Review.nullable().describe("The decision, which is final. Null while it is pending."),
    files: z.int(),
    notes: z.int(),
    pictureUrl: z.url().optional(),
    placeholder: z.base64().nullable().optional(),
    createdAt: Time,
  })
  .meta({ id: "Version" });

export const Note = z
  .object({
    id: z.string(),
    versionId: z.string(),
    memberId: z.string(),
    frame: z.int().nullable(),
    text: z.string(),
    drawing: z.array(
      z.object({
        colour: z.string(),
        width: z.number().describe("As a share of the picture's width."),
        points: z.array(z.tuple([z.number(), z.number()])).describe("From 0 to 1 across the picture and down."),
      }),
    ),
    createdAt: Time,
  })
  .meta({ id: "Note" });

export const VersionChanges = z
  .object({
    items: z.array(
      z.object({
        frame: z.int().nullable(),
        position: z.int(),
        change: z.enum(["same", "changed", "added", "removed"]),
        assetId: z.string().nullable(),
        otherAssetId: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "VersionChanges" });
