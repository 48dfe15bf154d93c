import { randomInt } from "node:crypto";
import { startDeadline, type Graph } from "@pegbar/comfyui";
import { ProgressMeter } from "./progress.ts";
import { render, type Timeouts } from "./render.ts";
import type { Session } from "./session.ts";

const LIMIT_SECONDS = 60;
/** Time limit in milliseconds; allows for a prompt that a previous worker left running. */
const DEADLINE_MS = 180_000;

/** Builds a graph with a random colour, because a cached result would prove nothing. */
const buildGraph = (): Graph => ({
  "1": { class_type: "EmptyImage", inputs: { width: 16, height: 16, batch_size: 1, color: randomInt(0xffffff) } },
  "2": { class_type: "PreviewImage", inputs: { images: ["1", 0] } },
});

/**
 * Renders a picture of 16 × 16 pixels without an output file, because the server may answer while its worker thread is
 * dead.
 * @returns false if the image has no nodes for it
 * @throws Error if it does not succeed
 */
export async function runCanary(
  session: Session,
  timeouts: Timeouts,
  onStart: () => void,
  signal: AbortSignal,
): Promise<boolean> {
  const prompt = buildGraph();
  if (Object.values(prompt).some(({ class_type }) => !session.objectInfo.has(class_type))) return false;
  using limit = startDeadline(DEADLINE_MS, signal);
  const rendered = await render({
    session,
    graph: prompt,
    meter: new ProgressMeter(prompt),
    timeLimitSeconds: LIMIT_SECONDS,
    stallSeconds: LIMIT_SECONDS,
    timeouts,
    signal: limit.signal,
    onQueued: () => undefined,
    onStart,
    onProgress: () => undefined,
    onPreview: () => undefined,
  });
  if (rendered.result === "success") return true;
  const why = rendered.result === "failed" ? rendered.failure.message : "reason" in rendered ? rendered.reason : "";
  throw new Error(`ComfyUI did not render the test picture of 16 × 16 pixels: ${why || rendered.result}`);
}
