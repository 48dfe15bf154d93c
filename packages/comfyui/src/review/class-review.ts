import * as z from "zod";
import { ClassKind } from "./class-kind.ts";

/** Limit of one input, for classes that can run for very long. Links are not checked unless `linked` is false. */
export const InputLimit = z.strictObject({
  min: z.number().optional(),
  /** Smallest number above 0, for numbers by which the class divides; 0 is allowed. */
  smallest: z.number().positive().optional(),
  max: z.number().optional(),
  /** Maximum number of characters. */
  maxLength: z.int().positive().optional(),
  /** The graph must contain the value, because a computed one cannot be checked. */
  linked: z.literal(false).optional(),
  /** How the value is read: patterns and expressions that can take very long are refused. */
  syntax: z.enum(["regular_expression", "arithmetic"]).optional(),
});
export type InputLimit = z.output<typeof InputLimit>;

const Name = z.string().min(1).max(256);

/** Review of one node class. A class without one may not run. */
export const ClassReview = z
  .strictObject({
    kind: ClassKind,
    /** What it does, for users: "it …". */
    reason: z.string().min(1).max(200).optional(),
    /** What to use instead, for users: "Use …". */
    replacement: z.string().min(1).max(200).optional(),
    limits: z.record(Name, InputLimit).optional(),
    /** Maximum of width × height × number of frames or images. */
    maxPixels: z.number().positive().optional(),
  })
  .refine(({ kind, reason }) => kind === "plain" || reason !== undefined, {
    path: ["reason"],
    message: "Every kind except plain needs a reason: what the class does, as the end of a sentence with it.",
  });
export type ClassReview = z.output<typeof ClassReview>;

/** Reviews by class name. */
export const ClassReviews = z.record(Name, ClassReview);
export type ClassReviews = z.output<typeof ClassReviews>;
