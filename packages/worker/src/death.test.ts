import { describe, expect, test, vi } from "vitest";
import type { PutFault } from "../test/platform.ts";
import { cleaning, expectStory, faulty, ready, type Faulty } from "../test/faulty.ts";

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const asked = ({ renderer }: Faulty, route: string) => renderer.proxy.asked.filter((one) => one === route).length;

/** Kills ComfyUI during a request to this route, which gets no answer. */
function diesAt(it: Faulty, route: string, times = 1): void {
  let left = times;
  it.renderer.proxy.set({
    request: async (one) => {
      if (one !== route || left === 0) return undefined;
      left--;
      await it.renderer.kill();
      return "reset";
    },
  });
}

describe.concurrent("ComfyUI crashes and restarts empty", () => {
  test.for([9, 15, 21, 27, 33])(
    "after %i frames of a job: the running one has crashed, the next one completes here",
    async (frames, { onTestFinished }) => {
      const it = await faulty(cleaning(onTestFinished), { paceMs: 900 }, { prefetchSeconds: 60 });
      await ready(it);
      it.renderer.proxy.set();
      it.job();
      it.job();
      // Both are in ComfyUI's queue; the second has not started.
      await until(() => expect(asked(it, "POST /prompt")).toBe(3));
      await until(() => expect(it.renderer.proxy.frames).toBeGreaterThanOrEqual(frames));
      await it.renderer.kill();
      await it.ended(2);
      await expectStory(it, ["fail comfyui_crashed", "complete"]);
      expect(it.restarts).toEqual(["ComfyUI ended with SIGKILL"]);
      expect(asked(it, "POST /prompt")).toBe(5);
    },
  );

  test("at the submit, which it did not process: the attempt continues without a report", async ({
    onTestFinished,
  }) => {
    const it = await faulty(cleaning(onTestFinished));
    await ready(it);
    diesAt(it, "POST /prompt");
    it.job();
    await it.ended();
    await expectStory(it, ["complete"]);
    expect(it.restarts).toEqual(["ComfyUI ended with SIGKILL"]);
  });

  test("during the upload of an input, repeatedly: the attempt continues", async ({ onTestFinished }) => {
    const it = await faulty(cleaning(onTestFinished));
    await ready(it);
    diesAt(it, "POST /upload/image", 2);
    it.job();
    await it.ended();
    await expectStory(it, ["complete"]);
    // A request may fail before the end of the process is known.
    const reason = expect.stringMatching(/^ComfyUI (ended with SIGKILL|does not answer \w+)$/);
    expect(it.restarts).toEqual([reason, reason]);
  });

  test.for([false, true])(
    "while an earlier job's outputs are uploading (shared folders: %s): that job completes",
    async (shared, { onTestFinished }) => {
      // The second prompt takes longer than the first result's repeated uploads, also on a busy machine.
      const it = await faulty(cleaning(onTestFinished), { shared, paceMs: 3000 }, { prefetchSeconds: 60 });
      await ready(it);
      it.platform.behaviour.putFaults = [503, 503, 503, 503];
      it.job();
      it.job();
      await until(() => expect(it.platform.behaviour.putFaults).toEqual([]));
      await it.renderer.kill();
      await it.ended(2);
      await expectStory(it, ["complete", "fail comfyui_crashed"]);
      expect(it.restarts).toEqual(["ComfyUI ended with SIGKILL"]);
    },
  );
});

describe.concurrent("an attached ComfyUI crashes and is restarted on the same port", () => {
  test("in the middle of a job: the running one has crashed, the next one completes", async ({ onTestFinished }) => {
    const it = await faulty(cleaning(onTestFinished), { attached: true, paceMs: 900 }, { prefetchSeconds: 60 });
    await ready(it);
    it.job();
    it.job();
    await until(() => expect(asked(it, "POST /prompt")).toBe(3));
    await it.renderer.kill();
    await it.renderer.start();
    await it.ended(2);
    await expectStory(it, ["fail comfyui_crashed", "complete"]);
    for (const reason of it.restarts) expect(reason).toContain("ComfyUI has forgotten the prompt");
  });

  test("while its outputs are collected: the attempt has crashed, the next job completes", async ({
    onTestFinished,
  }) => {
    const it = await faulty(cleaning(onTestFinished), { attached: true });
    await ready(it);
    diesAt(it, "GET /view");
    it.job();
    await it.ended();
    expect(it.ends()).toEqual(["fail comfyui_crashed"]);
    await it.renderer.start();
    it.job();
    await it.ended(2);
    await expectStory(it, ["fail comfyui_crashed", "complete"]);
  });

  test("and takes long to restart: the worker waits for it", async ({ onTestFinished }) => {
    const it = await faulty(cleaning(onTestFinished), { attached: true });
    await ready(it);
    await it.renderer.kill();
    it.job();
    await until(() => expect(it.restarts.length).toBeGreaterThan(0));
    await it.renderer.start();
    await it.ended();
    await expectStory(it, ["complete"]);
  });
});

describe.concurrent("the store fails while outputs are uploading", () => {
  test.for<{ met: PutFault[] }>([
    { met: ["reset"] },
    { met: ["lost"] },
    { met: [500] },
    { met: [429, 503] },
    { met: ["reset", 500, "lost", "reset"] },
  ])(
    "$met, then no more: each output is stored once, and the job completes once",
    async ({ met }, { onTestFinished }) => {
      const it = await faulty(cleaning(onTestFinished));
      await ready(it);
      it.platform.behaviour.putFaults = [...met];
      it.job();
      await it.ended();
      await expectStory(it, ["complete"]);
      expect(it.platform.behaviour.putFaults).toEqual([]);
      expect(it.restarts).toEqual([]);
    },
  );

  test("permanently: the job is released, and its rendering time is reported", async ({ onTestFinished }) => {
    const it = await faulty(cleaning(onTestFinished));
    await ready(it);
    it.platform.behaviour.putFaults = [403, 403];
    it.job();
    await it.ended();
    await expectStory(it, ["release storage_unavailable"]);
    expect(it.platform.puts.filter(({ path }) => path !== "/preview").length).toBeLessThan(2);
    expect(it.platform.ends).toMatchObject([{ request: { executionMs: expect.any(Number) } }]);
  });
});
