import * as z from "zod";
import { FrameNumber } from "../../platform/frame.ts";
import { createPaging } from "../../platform/page.ts";
import { decisions, note } from "../../schema/review.sql.ts";

export const ReviewRequest = z
  .strictObject({
    decision: z.enum(decisions),
    /** The frames to make again. Only for a retake; default: all. */
    frames: z.string().min(1).max(10_000).optional(),
    comment: z.string().trim().max(5000).default(""),
  })
  .refine(({ decision, frames }) => decision === "retake" || frames === undefined, "frames are for a retake");
export type ReviewRequest = z.output<typeof ReviewRequest>;

/** From 0 to 1, with four decimals: a fifth of a pixel of a 4K picture is not more visible than one. */
const Share = z
  .number()
  .min(0)
  .max(1)
  .transform((value) => Math.round(value * 10_000) / 10_000);

const Stroke = z.strictObject({
  colour: z.string().regex(/^#[0-9a-f]{6}$/, "a colour such as #ff8800"),
  width: z.number().min(0.0001).max(0.2),
  points: z
    .array(z.tuple([Share, Share]))
    .min(1)
    .max(2000),
});

export const NoteRequest = z
  .strictObject({
    /** The frame that it is about; null for the whole version. */
    frame: FrameNumber.nullable().default(null),
    text: z.string().trim().max(5000).default(""),
    /** Lines over the picture of the frame. */
    drawing: z.array(Stroke).max(100).default([]),
  })
  .refine(({ text, drawing }) => text !== "" || drawing.length > 0, "write a text, or draw");
export type NoteRequest = z.output<typeof NoteRequest>;

export const notePages = createPaging(
  "notes",
  { by: note.id, field: "id" },
  { created: { by: note.id, field: "id" } },
  "created",
);
export const NoteQuery = z.strictObject(notePages.query.shape);
