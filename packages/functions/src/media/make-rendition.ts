import { AsyncLocalStorage } from "node:async_hooks";
import path from "node:path";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Rendition from "@pegbar/core/result/rendition/make.ts";
import { hashFile, runInFolder, store } from "./fetched.ts";
import type { Reply, Task } from "./sandbox-message.ts";
import { Overrun, Sandbox } from "./sandbox.ts";
import type { RenditionFrame } from "./rendition/task.ts";

/** Frames of a movie at most: 20 minutes at 24 frames per second, which takes about ten minutes to make at 1080p. */
const MAX_FRAMES = 30_000;

/** A little less than a function may run. Jobs and uploads of people go first. */
const sandbox = new Sandbox(
  { seconds: 840, bytes: 2048 * 2 ** 20 },
  { entry: new URL(`./sandboxed-rendition${path.extname(import.meta.url)}`, import.meta.url), niceness: 10 },
);

/** Ends the process that makes renditions. */
export const closeRenditions = () => sandbox.close();

/**
 * Makes a movie or a contact sheet and stores it. The rendition says why if that is impossible; its batch is not affected.
 * Can be repeated.
 */
export async function makeRendition(id: string): Promise<void> {
  const plan = await Rendition.begin(id);
  if (!plan) return;
  const total = plan.frames.reduce((sum, { hold }) => sum + hold, 0);
  if (plan.kind === "movie" && total > MAX_FRAMES) {
    await Rendition.fail(
      plan,
      `The movie would have ${total} frames, more than ${MAX_FRAMES}. Submit shorter batches.`,
    );
    return;
  }
  await runInFolder(async (folder) => {
    const output = path.join(folder, `made.${plan.format}`);
    const reply = await run(plan, output);
    if (reply.kind !== "rendition") {
      const why = reply.kind === "no rendition" ? reply.why : `unexpected answer ${reply.kind}`;
      Context.getPorts().log("warn", "a rendition was not made", { renditionId: id, why });
      await Rendition.fail(plan, why);
      return;
    }
    const hashed = await hashFile(output);
    const key = Rendition.buildKey(Context.getTenantId(), plan, hashed.sha256);
    await store(output, { key, contentType: Rendition.getContentType(plan), ...hashed });
    await Rendition.succeed(plan, { key, ...hashed, ...reply.made });
  });
}

/** Runs the plan in the sandbox, which reads the pictures as one file, one after another. */
async function run(plan: Rendition.RenditionPlan, output: string): Promise<Reply> {
  const files: { key: string; start: number; end: number }[] = [];
  const frames = plan.frames.map(({ frame, hold, file }): RenditionFrame => {
    if (!file) return { frame, hold, source: null };
    const start = files.at(-1)?.end ?? 0;
    files.push({ key: file.key, start, end: start + file.bytes });
    return { frame, hold, source: { start, bytes: file.bytes } };
  });
  // The child's requests arrive outside of this task's context.
  const read = AsyncLocalStorage.bind((start: number, end: number) => readRange(files, start, end));
  return sandbox.run(toTask(plan, frames, output), { read }).catch((error: unknown): Reply => {
    if (error instanceof Overrun) return { kind: "no rendition", why: `It could not be made: ${error.message}.` };
    throw error;
  });
}

function toTask(
  { kind, format, burnIn, rate, title }: Rendition.RenditionPlan,
  frames: RenditionFrame[],
  output: string,
): Task {
  const common = { output, frames, title };
  if (kind === "contactSheet") return { kind, ...common, format: format === "png" ? "png" : "jpg" };
  if (!rate) throw new Error("a movie has a rate");
  return { kind, ...common, format: format === "webm" ? "webm" : "mp4", rate, burnIn };
}

/** Reads a range of one of the files. */
async function readRange(
  files: readonly { key: string; start: number; end: number }[],
  start: number,
  end: number,
): Promise<Uint8Array> {
  const file = files.find((one) => start >= one.start && end <= one.end);
  if (!file) throw new Error("a range must be within one picture");
  const range = { start: start - file.start, end: end - file.start };
  const chunks: Uint8Array[] = [];
  for await (const chunk of await Context.getPorts().storage.get(file.key, range)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
