import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { failing, type Faults, type RequestFault } from "../test/fault-proxy.ts";
import { painting } from "../test/renderer.ts";
import { cleaning, expectStory, faulty, inLanes, ready, type Faulty } from "../test/faulty.ts";

const LANES = 8;
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const submits = ({ renderer }: Faulty) => renderer.proxy.asked.filter((route) => route === "POST /prompt").length;

/** Starts a worker that will call this route during a job; no fault until then. */
async function before(route: string, clean: ReturnType<typeof cleaning>, silence = 5): Promise<Faulty> {
  // The queue is polled only for prompts that run for more than a second, and on a busy machine some time later.
  const it = await faulty(clean, { paceMs: route === "GET /queue" ? 3000 : 120 }, { timeouts: { silence } });
  await ready(it);
  return it;
}

/** Drops the socket, so that the worker polls the queue. */
const unheard: Faults["frame"] = (index) => (index === 12 ? "drop" : undefined);

const faults: RequestFault[] = ["reset", "lost", "cut"];

describe.concurrent("a request fails briefly: the job completes once, without a restart", () => {
  const routes = ["GET /history", "GET /queue", "GET /ws", "POST /upload/image", "POST /free", "GET /view"];
  test.for([...routes, "POST /prompt"])("%s", async (route, { onTestFinished }) => {
    const clean = cleaning(onTestFinished);
    // A 500 to a prompt is ComfyUI's answer to its graph.
    const answers = { status: route === "POST /prompt" ? 502 : 500 };
    await inLanes([answers, ...faults], LANES, async (fault) => {
      const it = await before(route, clean);
      for (const [jobs, times] of [1, 3].entries()) {
        const told = `${JSON.stringify(fault)} ${times} times`;
        const failure = failing(route, fault, times);
        const given = submits(it);
        it.renderer.proxy.set(route === "GET /queue" ? { ...failure, frame: unheard } : failure);
        if (route === "GET /ws") it.renderer.proxy.dropSockets();
        // Another studio's job, which empties the cache.
        it.job({ tenantId: `ten_${times}` });
        await it.ended(jobs + 1);
        await expectStory(it, Array<string>(jobs + 1).fill("complete"), told);
        expect(it.restarts, told).toEqual([]);
        expect(failure.met(), told).toBeGreaterThan(0);
        // A prompt of which only the answer was lost is not submitted again.
        if (fault === "lost" || fault === "cut") expect(submits(it) - given, told).toBe(1);
      }
    });
  });
});

describe.concurrent("a request fails permanently", () => {
  test.for([
    { route: "GET /history", end: "fail comfyui_crashed", restarts: 1 },
    { route: "GET /queue", end: "complete", restarts: 0 },
    // A missing file may be caused by the graph, so it is no reason to restart ComfyUI.
    { route: "GET /view", end: "fail comfyui_crashed", restarts: 0 },
    { route: "POST /upload/image", end: "release comfyui_unavailable", restarts: 0 },
    { route: "POST /prompt", end: "fail invalid", restarts: 0 },
  ])("$route: $end, and the next job completes", async ({ route, end, restarts }, { onTestFinished }) => {
    const it = await before(route, cleaning(onTestFinished), 1);
    it.renderer.proxy.set({ ...failing(route, { status: 500 }), frame: unheard });
    it.job();
    await it.ended();
    expect(it.ends()).toEqual([end]);
    it.renderer.proxy.set();
    it.job();
    await it.ended(2);
    await expectStory(it, [end, "complete"]);
    expect(it.restarts).toHaveLength(restarts);
  });

  test.for([
    { route: "POST /prompt", fault: { status: 502 }, reason: "answered 502 to prompt" },
    { route: "POST /prompt", fault: "reset", reason: "does not answer prompt" },
    { route: "GET /ws", fault: { status: 500 }, reason: "event socket failed" },
    { route: "POST /free", fault: { status: 500 }, reason: "answered 500 to free" },
  ] as const)(
    "$route with $fault: ComfyUI is restarted, and then the same attempt completes",
    async ({ route, fault, reason }, { onTestFinished }) => {
      const it = await before(route, cleaning(onTestFinished), 0.5);
      it.renderer.proxy.set(failing(route, fault));
      // A socket is opened only after the last one was lost.
      if (route === "GET /ws") it.renderer.proxy.dropSockets();
      it.job();
      await until(() => expect(it.restarts.length).toBeGreaterThan(1));
      for (const told of it.restarts) expect(told).toContain(reason);
      expect(it.ends()).toEqual([]);
      it.renderer.proxy.set();
      await it.ended();
      await expectStory(it, ["complete"]);
    },
  );

  test("all requests, without a response, while a prompt runs: the job is blamed, and the next one completes", async ({
    onTestFinished,
  }) => {
    const it = await faulty(cleaning(onTestFinished), { paceMs: 4000 }, { timeouts: { silence: 1 } });
    await ready(it);
    it.renderer.proxy.set();
    it.job();
    // Python is busy with one node: it neither sends events nor answers.
    await until(() => expect(it.renderer.proxy.frames).toBeGreaterThan(8));
    it.renderer.proxy.set({ request: () => "reset", frame: () => "stall" });
    await it.ended();
    it.renderer.proxy.set();
    expect(it.ends()).toEqual(["fail comfyui_unresponsive"]);
    const [{ request } = {}] = it.platform.ends;
    expect(request).toMatchObject({
      message: expect.stringMatching(
        /^ComfyUI stopped responding .* The last node that it began is \d \(\w+\)\. Check/,
      ),
    });
    it.job();
    await it.ended(2);
    await expectStory(it, ["fail comfyui_unresponsive", "complete"]);
    expect(it.restarts[0]).toMatch(/does not answer/);
  });

  test("outputs are missing from the shared folder: the attempt has crashed", async ({ onTestFinished }) => {
    const it = await faulty(cleaning(onTestFinished), { shared: true });
    await ready(it);
    it.job();
    await it.ended();
    const before = it.renderer.proxy.frames;
    it.renderer.proxy.set({
      request: (route) => {
        if (route === "GET /history") rmSync(it.renderer.folders.output, { recursive: true, force: true });
        return undefined;
      },
    });
    expect(before).toBeGreaterThan(0);
    it.job();
    await it.ended(2);
    await expectStory(it, ["complete", "fail comfyui_crashed"]);
    expect(it.restarts).toEqual([]);
  });
});

test.concurrent("a graph is accepted in part: the job is invalid, and nothing of it keeps running", async ({
  onTestFinished,
}) => {
  const it = await faulty(cleaning(onTestFinished), { paceMs: 1500 });
  await ready(it);
  const graph = painting(1);
  it.job({
    graph: { ...graph, "10": { class_type: "SaveImage", inputs: { images: ["99", 0], filename_prefix: "x" } } },
  });
  const taken = it.renderer.proxy.asked.length;
  await it.ended();
  const asked = it.renderer.proxy.asked.slice(taken);
  expect(asked.some((route) => route === "POST /interrupt" || route === "POST /queue")).toBe(true);
  expect(await it.renderer.isIdle()).toBe(true);
  await expectStory(it, ["fail invalid"]);
  expect(it.platform.ends).toMatchObject([{ request: { node: { id: "10", classType: "SaveImage" } } }]);
});

describe.concurrent("a request fails at the start", () => {
  const start = {
    "GET /system_stats": 0,
    "GET /object_info": 0,
    "POST /queue": 1,
    "POST /interrupt": 1,
    "POST /prompt": 1,
  };
  test.for(Object.entries(start))(
    "%s: once or more often, the worker becomes ready",
    async ([route, cost], { onTestFinished }) => {
      const clean = cleaning(onTestFinished);
      const tries = [
        { fault: { status: 500 }, times: 1 },
        { fault: "reset", times: 2 },
      ] as const;
      await inLanes(tries, LANES, async ({ fault, times }) => {
        const it = await faulty(clean, {}, {}, ({ proxy }) => proxy.set(failing(route, fault, times)));
        it.job();
        await it.ended();
        const told = `${JSON.stringify(fault)} ${times} times`;
        await expectStory(it, ["complete"], told);
        const isWaitedFor = route === "POST /prompt" && fault === "reset";
        expect(it.restarts.length, told).toBe(isWaitedFor ? 0 : cost * times);
      });
    },
  );

  test.for(Object.keys(start))(
    "%s permanently: no job is claimed until it recovers",
    async (route, { onTestFinished }) => {
      const failure = failing(route, { status: 500 });
      const config = { startSeconds: 0.4, timeouts: { silence: 0.5 } };
      const it = await faulty(cleaning(onTestFinished), {}, config, ({ proxy }) => proxy.set(failure));
      it.job();
      await until(() => expect(it.restarts.length).toBeGreaterThan(1));
      await sleep(100);
      expect(it.platform.ends).toEqual([]);
      expect(it.platform.removed).toEqual([]);
      expect(it.platform.workers).toEqual([]);
      it.renderer.proxy.set();
      await it.ended();
      await expectStory(it, ["complete"]);
    },
  );
});
