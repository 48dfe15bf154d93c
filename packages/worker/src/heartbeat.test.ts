import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HeartbeatRequest } from "@pegbar/core/contract";
import { Heartbeat } from "./heartbeat.ts";
import { LeaseLost } from "./work-api.ts";

// New for each test, because a stopped heartbeat may still finish a request.
let stored: number[];
let beats: HeartbeatRequest[];
let ends: string[];
let answer: () => { cancel: boolean };
let server: ReturnType<typeof createServer>;
let heartbeat: Heartbeat;

beforeEach(async () => {
  [stored, beats, ends] = [[], [], []];
  const [put, beaten, over] = [stored, beats, ends];
  answer = () => ({ cancel: false });
  server = createServer((request, response) => {
    void buffer(request).then((bytes) => {
      put.push(bytes.length);
      response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  heartbeat = new Heartbeat({
    lease: {
      attemptId: "att_1",
      leaseSeconds: 30,
      heartbeatSeconds: 10,
      previewUpload: { method: "PUT", url: `http://127.0.0.1:${address.port}/preview`, headers: {}, expiresAt: "" },
    } as never,
    receipt: "r",
    workApi: { heartbeat: async (_lease: unknown, beat: HeartbeatRequest) => (beaten.push(beat), answer()) } as never,
    queue: { extend: () => Promise.resolve() } as never,
    log: () => undefined,
    hasStarted: () => true,
    onEnd: (reason) => void over.push(reason),
  });
});
afterEach(async () => {
  heartbeat.stop();
  server.close();
  server.closeAllConnections();
  await once(server, "close");
});

const picture = (bytes: number) => ({ bytes: new Uint8Array(bytes), format: "image/jpeg" });

test("sends the first preview immediately; skips one that is too large", async () => {
  heartbeat.setPreview(picture(512 * 1024 + 1));
  await sleep(100);
  expect(stored).toEqual([]);
  heartbeat.setPreview(picture(1000));
  await expect.poll(() => stored).toEqual([1000]);
  heartbeat.setPreview(picture(10_000_000));
  heartbeat.setPreview(picture(2000));
  await expect.poll(() => stored, { timeout: 3000 }).toEqual([1000, 2000]);
  await expect.poll(() => beats.at(-1)?.previews, { timeout: 3000 }).toBe(2);
});

test("sends the latest of several previews within a second", async () => {
  heartbeat.setPreview(picture(1));
  await expect.poll(() => stored).toEqual([1]);
  for (const bytes of [2, 3, 4]) heartbeat.setPreview(picture(bytes));
  await expect.poll(() => stored, { timeout: 3000 }).toEqual([1, 4]);
});

test("reports progress with its phase, and nothing without news", async () => {
  heartbeat.phase = "rendering";
  heartbeat.setProgress({ fraction: 0.5, node: "3", step: 1, steps: 2 });
  await expect.poll(() => beats.length, { timeout: 3000 }).toBe(1);
  expect(beats[0]).toMatchObject({ phase: "rendering", progress: { fraction: 0.5 } });
  await sleep(1200);
  expect(beats).toHaveLength(1);
});

test("reports a cancel, and a lease that another worker has", async () => {
  answer = () => ({ cancel: true });
  heartbeat.setProgress({ fraction: 0 });
  await expect.poll(() => ends, { timeout: 3000 }).toEqual(["cancelled"]);
  answer = () => {
    throw new LeaseLost();
  };
  heartbeat.setProgress({ fraction: 0.1 });
  await expect.poll(() => ends, { timeout: 3000 }).toEqual(["cancelled", "lease_lost"]);
});

test("a failed request does not end the attempt while the lease is valid", async () => {
  answer = () => {
    throw new Error("no connection");
  };
  heartbeat.setProgress({ fraction: 0 });
  await expect.poll(() => beats.length, { timeout: 3000 }).toBeGreaterThan(0);
  await sleep(200);
  expect(ends).toEqual([]);
});
