import { afterEach, expect, test, vi } from "vitest";
import type { Script } from "../test/comfyui.ts";
import { ended, stand as makeStand, type Stand } from "../test/stand.ts";

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of clean.splice(0).toReversed()) await one();
});
const stand = (script?: Partial<Script>) => makeStand(clean, script);
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const endsOf = ({ platform }: Stand) =>
  platform.ends.map(({ end, jobId, request }) => [jobId, end, "reason" in request ? request.reason : ""]);
const told = (it: Stand, what: string) => it.comfyui.log.filter((step) => step.startsWith(what)).length;

test("before its prompt is submitted: it is never submitted", async () => {
  const it = await stand();
  it.platform.behaviour.getDelayMs = 2000;
  const attempt = it.platform.job();
  it.platform.behaviour.cancel = new Set([attempt]);
  await ended(it);
  expect(endsOf(it)).toEqual([[attempt, "release", "cancelled"]]);
  expect(it.comfyui.graphs).toEqual([]);
});

test("while it waits in ComfyUI's queue: removed from it, and the running job continues", async () => {
  const it = await stand({ runMs: 6000 });
  const running = it.platform.job();
  await until(() => expect(told(it, "start")).toBe(1));
  const waiting = it.platform.job();
  await until(() => expect(told(it, "submit")).toBe(2));
  it.platform.behaviour.cancel = new Set([waiting]);
  await ended(it, 2);
  expect(endsOf(it)).toEqual([
    [waiting, "release", "cancelled"],
    [running, "complete", ""],
  ]);
  expect(told(it, "start")).toBe(1);
  expect(told(it, "interrupt")).toBe(0);
});

test("between queue and start, where ComfyUI loses the request: repeated until the prompt is gone", async () => {
  const it = await stand({ runMs: 60_000, lostInterrupts: 3 });
  it.platform.behaviour.cancel = true;
  const attempt = it.platform.job();
  await ended(it);
  expect(endsOf(it)).toEqual([[attempt, "release", "cancelled"]]);
  expect(told(it, "interrupt")).toBeGreaterThan(3);
  expect(it.comfyui.isIdle()).toBe(true);
  expect(it.restarts).toEqual([]);
});

test("when it is nearly done: it ends once, as cancelled or with a result", async () => {
  for (const runMs of [250, 300, 350]) {
    const it = await stand({ runMs });
    it.platform.behaviour.cancel = true;
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toHaveLength(1);
    expect(["complete", "release"]).toContain(it.platform.ends[0]?.end);
    expect(it.comfyui.isIdle()).toBe(true);
  }
});

test("while its outputs are uploaded: too late, it succeeds", async () => {
  const it = await stand({ runMs: 50 });
  it.platform.behaviour.putDelayMs = 2000;
  const attempt = it.platform.job();
  await until(() => expect(told(it, "end")).toBe(1));
  it.platform.behaviour.cancel = true;
  await ended(it);
  expect(endsOf(it)).toEqual([[attempt, "complete", ""]]);
});
