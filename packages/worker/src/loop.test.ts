import { afterEach, describe, expect, test, vi } from "vitest";
import type { Script } from "../test/comfyui.ts";
import { graph } from "../test/platform.ts";
import { ended, stand as makeStand } from "../test/stand.ts";

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of clean.splice(0).toReversed()) await one();
});
const stand = (script?: Partial<Script>, config?: Parameters<typeof makeStand>[2]) => makeStand(clean, script, config);

describe("a job", () => {
  test("is rendered, uploaded with the given headers, completed once, and then its message is deleted", async () => {
    const it = await stand();
    const attempt = it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([
      { end: "complete", jobId: attempt, request: { outputs: [{ nodeId: "3", contentType: "image/png" }] } },
    ]);
    expect(it.platform.puts).toMatchObject([{ headers: { "if-none-match": "*", "x-amz-checksum-sha256": "sum" } }]);
    expect(it.platform.order.at(-1)).toBe("remove receipt-1");
    expect(it.platform.order.indexOf(`complete ${attempt}`)).toBeGreaterThan(
      it.platform.order.findIndex((step) => step.startsWith("put")),
    );
  });

  test("runs with its own names: the uploaded input, and its attempt's prefix", async () => {
    const it = await stand();
    const attempt = it.platform.job();
    await ended(it);
    expect(it.comfyui.graphs[0]?.["1"]?.inputs["image"]).toBe("uploaded.png");
    expect(it.comfyui.graphs[0]?.["3"]?.inputs["filename_prefix"]).toBe(`${attempt}/3`);
  });
});

describe("isolation between jobs", () => {
  test.each(["../out/x.png", "/etc/passwd", "x.png [output]", "inp_99999999999999999999999999", "plain.png"])(
    "a graph that names the file %s is never submitted",
    async (image) => {
      const it = await stand();
      const foreign = graph();
      if (foreign["1"]) foreign["1"].inputs["image"] = image;
      it.platform.job({ graph: foreign });
      await ended(it);
      expect(it.platform.ends).toMatchObject([{ end: "fail", request: { kind: "invalid", node: { id: "1" } } }]);
      expect(it.comfyui.graphs).toEqual([]);
    },
  );

  test("an output outside of the attempt's prefix is rejected, not stored", async () => {
    const it = await stand({ foreignOutput: "att_of_another/3" });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "fail", request: { kind: "node_error" } }]);
    expect(it.platform.puts).toEqual([]);
  });

  test("the cache is emptied before the first job and between tenants, and only then", async () => {
    const it = await stand();
    it.platform.job({ tenantId: "ten_a" });
    it.platform.job({ tenantId: "ten_a" });
    it.platform.job({ tenantId: "ten_b" });
    await ended(it, 3);
    const steps = it.comfyui.log.map((step) => step.split(" ")[0]);
    expect(steps.filter((step) => step === "free")).toHaveLength(2);
    expect(steps[0]).toBe("free");
    const second = steps.lastIndexOf("free");
    // Both jobs of the first tenant have ended, and the second tenant's job has not been submitted.
    expect(steps.slice(0, second).filter((step) => step === "end")).toHaveLength(2);
    expect(steps.slice(0, second).filter((step) => step === "submit")).toHaveLength(2);
  });
});

describe("a socket that fails", () => {
  test.each([0, 1, 2, 3, 4, 5])("dropped after %i frames: the job still completes", async (frames) => {
    const it = await stand({ dropAfterFrames: frames });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "complete" }]);
  });
  test("without a single event the job still completes", async () => {
    const it = await stand({ silent: true });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "complete" }]);
  });
  test("waits for a late history entry", async () => {
    const it = await stand({ historyLateMs: 300 });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "complete" }]);
  });
});

describe("failures", () => {
  test("a ComfyUI that lost the prompt has crashed: the platform retries", async () => {
    const it = await stand({ runMs: 60_000 });
    it.platform.job();
    await vi.waitFor(() => expect(it.comfyui.graphs).toHaveLength(1), { timeout: 10_000 });
    it.comfyui.forget();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "fail", request: { kind: "comfyui_crashed" } }]);
  });
  test("a rejected graph is invalid, and file lists stay on the server", async () => {
    const details = "ckpt_name: 'x' not in ['secret-of-another.safetensors']";
    const error = {
      type: "value_not_in_list",
      message: "Value not in list",
      details,
      extra_info: { input_name: "ckpt_name" },
    };
    const it = await stand({
      refuse: {
        status: 400,
        body: {
          error: { type: "prompt_outputs_failed_validation" },
          node_errors: { "3": { errors: [error], class_type: "SaveImage" } },
        },
      },
    });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "fail", request: { kind: "invalid", node: { id: "3" } } }]);
    expect(JSON.stringify(it.platform.ends)).not.toContain("secret");
  });
  test("a node's error is reported with its title and without server paths", async () => {
    const error = {
      node_id: "1",
      node_type: "LoadImage",
      exception_type: "RuntimeError",
      exception_message: "shapes differ",
      traceback: ['  File "/srv/comfy/nodes.py", line 3, in run\n    x\n'],
    };
    const it = await stand({ error });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([
      {
        end: "fail",
        request: {
          kind: "node_error",
          message: "shapes differ",
          node: { id: "1", classType: "LoadImage", title: "Layout" },
        },
      },
    ]);
    expect(JSON.stringify(it.platform.ends)).not.toContain("/srv");
  });
  test("out of memory is recognised by type and by message", async () => {
    for (const error of [
      { exception_type: "torch.OutOfMemoryError", exception_message: "x" },
      { exception_type: "RuntimeError", exception_message: "CUDA error: out of memory" },
    ]) {
      const it = await stand({ error: { node_id: "1", node_type: "LoadImage", ...error } });
      it.platform.job();
      await ended(it);
      expect(it.platform.ends).toMatchObject([{ end: "fail", request: { kind: "out_of_memory" } }]);
    }
  });
  test("a graph without output fails with that reason", async () => {
    const it = await stand({ noOutputs: true });
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([
      { end: "fail", request: { message: expect.stringContaining("no node saved anything") } },
    ]);
  });
  test("a job over its time limit is interrupted", async () => {
    const it = await stand({ runMs: 60_000 });
    it.platform.job({ timeLimitSeconds: 0.2 });
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "fail", request: { kind: "timed_out" } }]);
    expect(it.comfyui.isIdle()).toBe(true);
  });
  test("a job whose input does not match its hash is released, not rendered", async () => {
    const it = await stand();
    it.platform.behaviour.inputBytes = Buffer.from("other bytes!!!!!");
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "release", request: { reason: "input_unavailable" } }]);
    expect(it.comfyui.graphs).toEqual([]);
  });
});

describe("lease, cancel, stop", () => {
  test("a lost lease stops the prompt; nothing is stored or completed", async () => {
    const it = await stand({ runMs: 5000 });
    it.platform.behaviour.lost = true;
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toEqual([]);
    expect(it.platform.puts).toEqual([]);
    expect(it.comfyui.isIdle()).toBe(true);
  });
  test("a cancelled job is interrupted and released as cancelled", async () => {
    const it = await stand({ runMs: 5000 });
    it.platform.behaviour.cancel = true;
    it.platform.job();
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "release", request: { reason: "cancelled" } }]);
    expect(it.comfyui.isIdle()).toBe(true);
  });
  test("on a stop, a worker finishes a job that is nearly done", async () => {
    const it = await stand({ runMs: 900 });
    it.platform.job();
    await vi.waitFor(() => expect(it.comfyui.log.some((step) => step.startsWith("start"))).toBe(true), {
      timeout: 10_000,
    });
    await new Promise((resolve) => setTimeout(resolve, 700));
    await it.stop();
    expect(it.platform.ends).toMatchObject([{ end: "complete" }]);
  });
  test("on a stop, a worker releases a long job and leaves ComfyUI idle", async () => {
    const it = await stand({ runMs: 60_000 }, { stopSeconds: 1 });
    it.platform.job();
    await vi.waitFor(() => expect(it.comfyui.log.some((step) => step.startsWith("start"))).toBe(true), {
      timeout: 10_000,
    });
    await it.stop();
    expect(it.platform.ends).toMatchObject([{ end: "release", request: { reason: "stopping" } }]);
    expect(it.platform.removed).toHaveLength(1);
    expect(it.comfyui.isIdle()).toBe(true);
  });
});

describe("messages", () => {
  test("a duplicate message that claims nothing is deleted", async () => {
    const it = await stand();
    it.platform.message(JSON.stringify({ jobId: "job_x", class: "light", nonce: "a-nonce-long-enough" }));
    await ended(it);
    expect(it.platform.ends).toEqual([]);
  });
  test("a message that must wait is received again later", async () => {
    const it = await stand();
    it.platform.behaviour.wait = true;
    const receipt = it.platform.message(
      JSON.stringify({ jobId: "job_x", class: "light", nonce: "a-nonce-long-enough" }),
    );
    await vi.waitFor(() => expect(it.platform.extended).toEqual([{ receipt, seconds: 7 }]), { timeout: 10_000 });
    expect(it.platform.removed).toEqual([]);
  });
  test("an invalid message is deleted and the next job completes", async () => {
    const it = await stand();
    it.platform.message("not json");
    it.platform.job();
    await ended(it, 2);
    expect(it.platform.ends).toMatchObject([{ end: "complete" }]);
  });
});

test("pipelining: the next prompt is queued in ComfyUI before this one ends, and starts before this one's output is stored", async () => {
  const it = await stand({ runMs: 400 });
  it.platform.behaviour.putDelayMs = 300;
  for (let i = 0; i < 4; i++) it.platform.job();
  const starts = () => it.comfyui.log.filter((step) => step.startsWith("start")).length;
  await vi.waitFor(() => expect(starts()).toBe(2), { interval: 5, timeout: 5000 });
  expect(it.platform.order).toEqual([]);
  await ended(it, 4);
  const { log } = it.comfyui;
  const prompts = log.filter((step) => step.startsWith("submit ")).map((step) => step.slice(7));
  for (const [i, prompt] of prompts.slice(1).entries()) {
    const endOfOther = log.indexOf(`end ${prompts[i] ?? ""}`);
    expect(log.indexOf(`submit ${prompt}`)).toBeLessThan(endOfOther);
    expect(log.indexOf(`start ${prompt}`)).toBeGreaterThan(endOfOther);
  }
  expect(it.platform.ends.map(({ end }) => end)).toEqual(["complete", "complete", "complete", "complete"]);
});
