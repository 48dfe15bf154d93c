import { randomInt } from "node:crypto";
import { deadline, type Graph } from "@pegbar/comfyui";
import { ProgressMeter } from "./progress.ts";
import { render, type Timeouts } from "./render.ts";
import type { Session } from "./session.ts";

const LIMIT_SECONDS = 60;
/** With what a predecessor may have left running. */
const DEADLINE_MS = 180_000;

/** A colour that was never asked for before: a cached answer would prove nothing. */
const buildGraph = (): Graph => ({
  "1": { class_type: "EmptyImage", inputs: { width: 16, height: 16, batch_size: 1, color: randomInt(0xffffff) } },
  "2": { class_type: "PreviewImage", inputs: { images: ["1", 0] } },
});

/**
 * Runs a picture of 16 × 16 pixels, which leaves no output: a server may answer while the thread that works is dead.
 * Throws when it does not end well. False when the image has no nodes for it.
 */
export async function runCanary(session: Session, timeouts: Timeouts, signal: AbortSignal): Promise<boolean> {
  const prompt = buildGraph();
  if (Object.values(prompt).some(({ class_type }) => !session.objectInfo.has(class_type))) return false;
  using limit = deadline(DEADLINE_MS, signal);
  const rendered = await render({
    session,
    graph: prompt,
    meter: new ProgressMeter(prompt),
    timeLimitSeconds: LIMIT_SECONDS,
    stallSeconds: LIMIT_SECONDS,
    timeouts,
    signal: limit.signal,
    onQueued: () => undefined,
    onProgress: () => undefined,
    onPreview: () => undefined,
  });
  if (rendered.result === "success") return true;
  const why = rendered.result === "failed" ? rendered.failure.message : "reason" in rendered ? rendered.reason : "";
  throw new Error(`ComfyUI does not run a picture of 16 × 16 pixels: ${why || rendered.result}`);
}
