import * as z from "zod";
import { SignedRequest } from "@pegbar/core/contract";
import { Time } from "./parts.ts";
import { Problem } from "../../http/problem.ts";

const status = z.enum(["announced", "checking", "verified", "refused", "erased"]);
const ProblemDetail = Problem.shape.errors.element;

/** A file of an announcement of several, with what a client needs to upload it. */
const Announced = z.object({
  id: z.string(),
  sha256: z.string(),
  status,
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Present until the file is uploaded; `parts` for one over 64 MiB. */
  upload: SignedRequest.optional(),
  parts: z.array(SignedRequest.extend({ number: z.int() })).optional(),
});
export const AnnouncedInputs = z
  .object({ items: z.array(Announced).describe("In the order of the request.") })
  .meta({ id: "AnnouncedInputs" });

const Completed = z.object({
  id: z.string(),
  status: status.describe("`checking`: ask again. `refused`: the file was removed; `problem` says why."),
  width: z.int().nullable(),
  height: z.int().nullable(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  problem: ProblemDetail.nullable(),
});
export const CompletedInputs = z
  .object({ items: z.array(Completed).describe("In the order of the request.") })
  .meta({ id: "CompletedInputs" });

const sequenceFields = {
  id: z.string(),
  pattern: z
    .string()
    .describe("Name of its files with a `#` for each digit of the frame number; `erased` if a file was erased."),
  count: z.int().describe("Number of its files. Files that were deleted are not counted."),
  first: z.int().nullable().describe("Its first frame; null if no file is left."),
  last: z.int().nullable(),
  width: z.int().nullable().describe("Of all its pictures; null if they differ or are not known."),
  height: z.int().nullable(),
  createdBy: z.string().nullable(),
  createdAt: Time,
};
export const ImageSequenceSummary = z.object(sequenceFields).meta({ id: "ImageSequenceSummary" });
export const ImageSequence = z
  .object({
    ...sequenceFields,
    frames: z.string().describe("Its frames as a frame range, such as `1-48:2`."),
    step: z.int().describe("Distance of its frames: 2 for pictures on twos."),
    missing: z
      .string()
      .describe("Frames without a file between the first and the last, as a frame range; empty without gaps."),
  })
  .meta({ id: "ImageSequence" });

export const ImageSequenceFile = z
  .object({
    frame: z.int(),
    inputId: z.string(),
    filename: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    contentType: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    placeholder: z.string().nullable(),
    thumbnailUrl: z.url().optional(),
  })
  .meta({ id: "ImageSequenceFile" });
