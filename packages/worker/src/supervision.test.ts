import { afterEach, describe, expect, test, vi } from "vitest";
import type { Script } from "../test/comfyui.ts";
import { ended, MEMORY_BYTES, stand as makeStand, type Stand } from "../test/stand.ts";
import { Refused } from "./work-api.ts";

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of clean.splice(0).toReversed()) await one();
});
const stand = (script?: Partial<Script>, config?: Parameters<typeof makeStand>[2]) => makeStand(clean, script, config);
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 });
const running = (it: Stand) => until(() => expect(it.comfyui.log.some((step) => step.startsWith("start"))).toBe(true));
const endsOf = ({ platform }: Stand) =>
  platform.ends.map(({ end, request }) => [
    end,
    "kind" in request ? request.kind : "reason" in request ? request.reason : "",
  ]);

describe("restarts a ComfyUI that does not work", () => {
  test("a prompt accepted but never started: the same attempt continues after the restart, without a report", async () => {
    const it = await stand({ idle: true });
    it.platform.job();
    await until(() => expect(it.restarts).toEqual(["ComfyUI accepted the prompt and never began it"]));
    it.comfyui.script.idle = false;
    await ended(it);
    expect(endsOf(it)).toEqual([["complete", ""]]);
    expect(it.comfyui.graphs).toHaveLength(2);
  });

  test("busy with somebody else's prompt, which never ends: the same attempt continues after the restart", async () => {
    const it = await stand({ foreign: true }, { timeouts: { busy: 0.5 } });
    it.platform.job();
    await until(() => expect(it.restarts).toEqual(["ComfyUI is busy with a prompt that this worker did not submit"]));
    it.comfyui.script.foreign = false;
    await ended(it);
    expect(endsOf(it)).toEqual([["complete", ""]]);
  });

  test("a prompt behind one of this worker waits as long as that takes", async () => {
    const it = await stand({ runMs: 1500 }, { timeouts: { busy: 0.3 } });
    it.platform.job();
    it.platform.job();
    await ended(it, 2);
    expect(endsOf(it)).toEqual([
      ["complete", ""],
      ["complete", ""],
    ]);
    expect(it.restarts).toEqual([]);
  });

  test("stuck in a step: the attempt has failed, and the platform decides whether to retry", async () => {
    const it = await stand({ stall: true });
    it.platform.job({ stallSeconds: 0.5 });
    await ended(it);
    expect(endsOf(it)).toEqual([["fail", "comfyui_unresponsive"]]);
    expect(it.restarts).toEqual([expect.stringMatching(/^ComfyUI gave no sign of progress for \d+ seconds$/)]);
    it.comfyui.script.stall = false;
    it.platform.job();
    await ended(it, 2);
    expect(endsOf(it)[1]).toEqual(["complete", ""]);
  });

  test("a long step with progress is not stuck, however long it takes", async () => {
    const it = await stand({ runMs: 2400 });
    it.platform.job({ stallSeconds: 1.2 });
    await ended(it);
    expect(endsOf(it)).toEqual([["complete", ""]]);
    expect(it.restarts).toEqual([]);
  });

  test("without its socket it does not count as stuck, because no events can arrive", async () => {
    const it = await stand({ runMs: 3000, dropAfterFrames: 2 });
    it.platform.job({ stallSeconds: 0.5 });
    await ended(it);
    expect(endsOf(it)).toEqual([["complete", ""]]);
    expect(it.restarts).toEqual([]);
  });

  test("one that does not stop a cancelled prompt is restarted", async () => {
    const it = await stand({ runMs: 60_000, deaf: true });
    it.platform.job();
    await running(it);
    it.platform.behaviour.cancel = true;
    await ended(it);
    expect(endsOf(it)).toEqual([["release", "cancelled"]]);
    await until(() => expect(it.restarts).toEqual(["ComfyUI does not stop a prompt"]));
  });

  test("an exit is noticed immediately: the running job is retried and the queued one continues here", async () => {
    const it = await stand({ runMs: 4000 }, { timeouts: { silence: 60 } });
    it.platform.job();
    it.platform.job();
    await until(() => expect(it.comfyui.graphs).toHaveLength(2));
    await running(it);
    const killed = performance.now();
    it.comfyui.script.runMs = 50;
    it.comfyui.forget();
    it.exit();
    await ended(it, 2);
    expect(performance.now() - killed).toBeLessThan(3000);
    expect(endsOf(it).toSorted()).toEqual([
      ["complete", ""],
      ["fail", "comfyui_crashed"],
    ]);
    const crash = it.platform.ends.find(({ end }) => end === "fail");
    expect(crash?.request).toMatchObject({ message: "ComfyUI ended with SIGKILL" });
    expect(it.restarts).toEqual(["ComfyUI ended with SIGKILL"]);
  });

  test("one over its memory limit is restarted between two jobs, and loses none", async () => {
    const it = await stand({ runMs: 600 });
    it.platform.job();
    await running(it);
    it.weigh(MEMORY_BYTES + 1);
    it.platform.job();
    await ended(it, 2);
    expect(endsOf(it)).toEqual([
      ["complete", ""],
      ["complete", ""],
    ]);
    expect(it.restarts).toEqual(["ComfyUI uses too much memory"]);
    const steps = it.comfyui.log.map((step) => step.split(" ")[0]);
    // The first was rendered to its end, and the second ran on the new process.
    expect(steps.filter((step) => step !== "free")).toEqual(["submit", "start", "end", "submit", "start", "end"]);
  });

  test("no job is claimed before the test picture has run, also after a restart", async () => {
    const it = await stand({ canary: true, idle: true }, { timeouts: { start: 0.5 } });
    it.platform.job();
    await until(() => expect(it.restarts.length).toBeGreaterThan(1));
    expect(it.platform.workers).toEqual([]);
    it.comfyui.script.idle = false;
    await ended(it);
    const classes = it.comfyui.graphs.map((graph) =>
      Object.values(graph)
        .map(({ class_type }) => class_type)
        .join(),
    );
    expect(classes.at(-1)).toBe("LoadImage,ImageInvert,SaveImage");
    expect(new Set(classes.slice(0, -1))).toEqual(new Set(["EmptyImage,PreviewImage"]));
    expect(endsOf(it)).toEqual([["complete", ""]]);
  });
});

describe("an attached ComfyUI is never started, only waited for", () => {
  test("it comes back empty: the running job is retried, and later ones complete", async () => {
    const it = await stand({ runMs: 60_000 }, { attached: true });
    it.platform.job();
    await running(it);
    it.comfyui.script.runMs = 50;
    it.comfyui.forget();
    await ended(it);
    expect(endsOf(it)).toEqual([["fail", "comfyui_crashed"]]);
    it.platform.job();
    await ended(it, 2);
    expect(endsOf(it)[1]).toEqual(["complete", ""]);
    // Its cache may contain any tenant's data.
    expect(it.comfyui.log.filter((step) => step === "free")).toHaveLength(2);
  });

  test("one that its user starts again while it is idle is described again before the next job", async () => {
    const it = await stand({ canary: true, system: { argv: ["main.py", "--fp16-vae"] } }, { attached: true });
    it.platform.job();
    await ended(it);
    it.comfyui.script.system = { argv: ["main.py", "--fp32-vae"] };
    it.comfyui.forget();
    await until(() => expect(it.platform.registrations).toHaveLength(2));
    it.platform.job();
    await ended(it, 2);
    expect(it.platform.registrations.map(({ software }) => software)).toEqual([
      { flags: ["--fp16-vae"] },
      { flags: ["--fp32-vae"] },
    ]);
    expect(it.platform.claims.at(-1)?.runtime.software).toEqual({ flags: ["--fp32-vae"] });
    expect(endsOf(it)).toEqual([
      ["complete", ""],
      ["complete", ""],
    ]);
  });

  test("its user's own prompt runs for long: the job is given back with the reason, and no job is claimed until it ends", async () => {
    const it = await stand({ canary: true }, { attached: true, timeouts: { busy: 0.5 } });
    it.platform.job();
    await ended(it);
    it.comfyui.script.foreign = true;
    it.platform.job();
    await ended(it, 2);
    expect(endsOf(it)).toEqual([
      ["complete", ""],
      ["release", "comfyui_busy"],
    ]);
    it.platform.job();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(endsOf(it)).toHaveLength(2);
    it.comfyui.script.foreign = false;
    await ended(it, 3);
    expect(endsOf(it)[2]).toEqual(["complete", ""]);
  });
});

describe("outputs", () => {
  test("a node that returns only text leaves a text file", async () => {
    const it = await stand({ text: "a cat on a roof" });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([
      {
        end: "complete",
        request: {
          outputs: [
            { nodeId: "3", kind: "images", contentType: "image/png" },
            { nodeId: "2", kind: "text", contentType: "text/plain", bytes: 15 },
          ],
        },
      },
    ]);
    expect(it.platform.puts.map(({ bytes }) => bytes.toString())).toContain("a cat on a roof");
  });

  test("text that is also in a file is not stored a second time", async () => {
    const it = await stand({ textOfFile: "a cat on a roof" });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "complete", request: { outputs: [{ nodeId: "3" }] } }]);
    expect(it.platform.puts).toHaveLength(1);
  });

  test("two equal files of a node are two outputs, each stored under its own name", async () => {
    const it = await stand({ files: 2 });
    const attempt = it.platform.job();
    await ended(it);
    const names = ["3/0/3_00001_.png", "3/1/3_00002_.png"];
    expect(it.platform.ends).toMatchObject([
      { end: "complete", request: { outputs: names.map((name) => ({ name })) } },
    ]);
    expect(it.platform.puts.map(({ path }) => path).toSorted()).toEqual(
      names.map((name) => `/${attempt}/${encodeURIComponent(name)}`),
    );
  });

  test.each([
    [500, "internal"],
    [400, "invalid_request"],
  ])(
    "a result that the platform answers with %i is released with that reason, and not rendered again",
    async (status, code) => {
      const it = await stand();
      it.platform.behaviour.completeFault = new Refused(status, code, "no");
      it.platform.job();
      await ended(it);
      expect(it.platform.ends).toMatchObject([{ end: "release", request: { reason: "result_not_recorded" } }]);
      expect(it.comfyui.graphs).toHaveLength(1);
    },
  );

  test("history entries are deleted after they were read, and before another tenant's prompt", async () => {
    const it = await stand({ canary: true });
    it.platform.job({ tenantId: "ten_a" });
    await ended(it);
    await vi.waitFor(() => expect(it.comfyui.remembered()).toEqual([]), { timeout: 10_000 });
    it.comfyui.script.keepHistory = 1;
    it.platform.job({ tenantId: "ten_a" });
    await ended(it, 2);
    expect(it.comfyui.remembered()).toHaveLength(1);
    it.platform.job({ tenantId: "ten_b" });
    await ended(it, 3);
    await vi.waitFor(() => expect(it.comfyui.remembered()).toEqual([]), { timeout: 10_000 });
  });

  test("retries when the store fails briefly", async () => {
    const it = await stand();
    it.platform.behaviour.putFaults = [503, 503];
    it.platform.job();
    await ended(it);
    expect(endsOf(it)).toEqual([["complete", ""]]);
    expect(it.platform.puts).toHaveLength(1);
  });
});

test("a claimed job that has not started is released immediately when the worker must stop", async () => {
  const it = await stand({ runMs: 3000 });
  it.platform.job();
  it.platform.job();
  await until(() => expect(it.comfyui.graphs).toHaveLength(2));
  const asked = performance.now();
  const stopped = it.stop();
  await until(() => expect(endsOf(it)).toEqual([["release", "stopping"]]));
  expect(performance.now() - asked).toBeLessThan(1500);
  await stopped;
  expect(endsOf(it)[1]).toEqual(["complete", ""]);
});
