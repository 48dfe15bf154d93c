import type { Context, Hono } from "hono";
import { streamSSE, type SSEStreamingApi } from "hono/streaming";
import { getPorts, getTenantId, getMember } from "@pegbar/core/platform/context.ts";
import * as Job from "@pegbar/core/job";
import { hasEnded } from "@pegbar/core/job/state";
import { getWindowMs } from "../api/event-stream.ts";
import type { Env } from "../http/problem.ts";
import { listOutputs, toProgress, toStatus } from "./job-view.ts";
import { openStream } from "./stream-limit.ts";

/** Interval of comments in a silent stream, in milliseconds, so that no proxy closes the connection. */
const BEAT_MS = 15_000;
/** Minimum time between two reports of progress, in milliseconds. */
const PACE_MS = 500;
/** Largest preview that is sent, in bytes. */
const MAX_PREVIEW_BYTES = 1024 * 1024;

/**
 * Adds the stream of a job's events. It has no positions: a client that comes again, or late, gets the whole state. All
 * outputs come before the final status, because clients stop reading at it.
 */
export function addEventRoute(app: Hono<Env>, windowMs: number): void {
  app.get("/jobs/:id/events", async (c) => {
    const id = c.req.param("id");
    // Checked before the stream begins, so that an unknown job returns 404.
    await Job.fromID(id);
    if (c.req.method === "HEAD") return c.body(null, 200);
    const release = openStream(getTenantId(), getMember().memberId);
    return sendEvents(c, id, getWindowMs(c, windowMs), release);
  });
}

const sendEvents = (c: Context<Env>, id: string, windowMs: number, release: () => void) =>
  streamSSE(c, async (stream) => {
    const closed = new AbortController();
    stream.onAbort(() => closed.abort());
    // A failed write means that the client has disconnected.
    const beat = setInterval(() => void stream.write(": \n\n").catch(() => closed.abort()), BEAT_MS);
    try {
      // Sends the headers before the first change.
      await stream.write(": open\n\n");
      await follow(stream, id, windowMs, closed.signal);
    } finally {
      clearInterval(beat);
      release();
    }
  });

async function follow(stream: SSEStreamingApi, id: string, windowMs: number, signal: AbortSignal): Promise<void> {
  const send = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });
  const nodes = (await Job.readCost(id))?.nodes ?? 0;
  let status = "";
  let progress = "";
  let previews = 0;
  for await (const snapshot of Job.follow(id, { windowMs, paceMs: PACE_MS }, signal)) {
    if (hasEnded(snapshot.state)) {
      if (snapshot.state === "succeeded") for (const output of await listOutputs(id)) await send("output", output);
      await send("status", { status: toStatus(snapshot), queue_position: null });
      return;
    }
    const now = toStatus(snapshot);
    if (now !== status) {
      status = now;
      const wait = snapshot.state === "queued" ? await Job.readWait(id) : undefined;
      await send("status", { status, queue_position: wait?.jobsAhead ?? null });
    }
    const report = toProgress(snapshot, nodes);
    if (report && JSON.stringify(report) !== progress) {
      progress = JSON.stringify(report);
      await send("progress", report);
    }
    if (snapshot.previewKey !== null && snapshot.previews > previews) {
      previews = snapshot.previews;
      const preview = await readPreview(snapshot.previewKey);
      if (preview) await send("preview", { node_id: snapshot.progress?.node ?? "", ...preview });
    }
  }
}

/** The newest preview; undefined if it was deleted meanwhile, or is too large. */
async function readPreview(key: string): Promise<{ content_type: string; data_base64: string } | undefined> {
  const { storage, log } = getPorts();
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of await storage.get(key)) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_PREVIEW_BYTES) return undefined;
    }
    const body = Buffer.concat(chunks);
    return {
      content_type: body[0] === 0x89 ? "image/png" : "image/jpeg",
      data_base64: body.toString("base64"),
    };
  } catch (error) {
    log("info", "a preview could not be read", { error });
    return undefined;
  }
}
