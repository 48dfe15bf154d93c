import * as z from "zod";
// By its file: the whole package is loaded with the first batch.
import { MAX_FRAME_NUMBER as MAX_FRAME } from "@pegbar/frames/frame-number.ts";
import { queryInteger } from "./query.ts";

/** Number of a frame in its shot. */
export const FrameNumber = z.int().min(-MAX_FRAME).max(MAX_FRAME);

/** The same as a name in a JSON object. */
export const FrameKey = z.string().regex(/^(0|-?[1-9]\d{0,8})$/, "a frame number, such as 12");

export const queryFrame = queryInteger(-MAX_FRAME, MAX_FRAME);
