import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { ComfyUnavailable, isRecord, hashObjectInfo, parseObjectInfo } from "@pegbar/comfyui";
import { afterEach, describe, expect, test, vi } from "vitest";
import { driver, type Driven, type Driver } from "../../test/driver.ts";
import { fixture, fixtures, type Case } from "../../test/fixtures.ts";
import { hasRecordings, recorded, recordedObjectInfo, recordings } from "../../test/story.ts";
import { attachTo } from "../process/attached.ts";
import type { Exchange } from "./exchange.ts";
import { ComfyUIManager } from "./comfyui-manager.ts";

if (!hasRecordings)
  console.log("skipped: there is no recorded ComfyUI traffic next to this repository; using the fixtures");

const clean: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of clean.splice(0).toReversed()) await one();
});

const noServerPaths = (told: unknown) => {
  expect(JSON.stringify(told)).not.toMatch(/(^|[\s"'(])\/[\w.-]+\/[\w.-]+/);
  expect(JSON.stringify(told)).not.toMatch(/safetensors|Traceback/);
};

const neverBackwards = ({ fractions }: Driven) => {
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
};

/** Expects success with the files that the run's frames named, in the same number and order. */
async function succeeds(it: Driver, one: Driven, run: number) {
  const rendered = await one.rendered;
  if (rendered.result !== "success") throw new Error(JSON.stringify(rendered));
  expect(rendered.outputs.map(({ filename }) => filename)).toEqual(it.server.ledger.files[run]);
  expect(rendered.outputs.length).toBeGreaterThan(0);
  expect(rendered.outputs.every(({ type }) => type === "output")).toBe(true);
  expect(rendered.outputs.every(({ nodeId }) => Object.hasOwn(one.graph, nodeId))).toBe(true);
  expect(one.meter.hasStarted).toBe(true);
  const execution = one.meter.execution.read();
  // Each node that saved a file ran or came from the cache.
  for (const { nodeId } of rendered.outputs)
    expect([...(execution?.executed ?? []), ...(execution?.cached ?? [])]).toContain(nodeId);
  neverBackwards(one);
  return rendered;
}

/** Expects a failure in the node that the run's last frame names. */
async function failsInNode(it: Driver, one: Driven, run: number) {
  const rendered = await one.rendered;
  const [type, data] = it.server.ledger.endings[run] ?? [];
  expect(type).toBe("execution_error");
  expect(rendered).toMatchObject({
    result: "failed",
    failure: { kind: "node_error", node: { id: data?.["node_id"], classType: data?.["node_type"] } },
  });
  if (rendered.result === "failed") expect(rendered.failure.message).not.toBe("");
  expect(one.meter.execution.read()).not.toBeNull();
  noServerPaths(rendered);
  neverBackwards(one);
}

const pictures = async ({ pictures: shown }: Driven, count: number) => {
  expect(shown).toHaveLength(count);
  for (const { bytes, format } of shown) {
    expect(format).toBe("image/jpeg");
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  }
};

const picturesOf = (steps: ReturnType<typeof fixture>) => steps.filter(({ step }) => step === "picture").length;

const sampler = async (it: Driver, steps: ReturnType<typeof fixture>) => {
  const one = await it.next();
  await succeeds(it, one, 0);
  await pictures(one, picturesOf(steps));
  expect(one.meter.read().fraction).toBeGreaterThan(0.5);
};

/** The topic and expected end of each conversation, recorded or not. */
const cases: Record<Case, (it: Driver, steps: ReturnType<typeof fixture>) => Promise<void>> = {
  "01-image-run": async (it, steps) => {
    const uploads = steps.filter((step) => step.step === "asks" && step.path === "/upload/image").length;
    const upload = () => it.client.uploadInput("any.png", new Blob(["x"]));
    const names = [await upload()];
    const { outputs } = await succeeds(it, await it.next(), 0);
    const [output] = outputs;
    if (!output) throw new Error("no output");
    expect((await buffer(it.client.view(output))).length).toBeGreaterThan(100);
    while (names.length < uploads - 1) names.push(await upload());
    // ComfyUI chooses the names: one was taken, one is in a subfolder.
    expect(names.some((name) => name.includes("(1)"))).toBe(true);
    expect(names.some((name) => name.includes("/"))).toBe(true);
    await expect(upload()).rejects.toThrow(ComfyUnavailable);
    const missing = steps.flatMap((step) =>
      step.step === "asks" && step.path.startsWith("/view?") ? [step.path] : [],
    );
    const filename = new URLSearchParams(missing[1]?.split("?")[1]).get("filename") ?? "";
    const gone = { filename, subfolder: "", type: "output" };
    await expect(buffer(it.client.view(gone))).rejects.toThrow(ComfyUnavailable);
  },
  "02-cached-run": async (it) => {
    const first = await succeeds(it, await it.next(), 0);
    const again = await it.next();
    const second = await succeeds(it, again, 1);
    // Nothing ran: the result is the earlier prompt's file, which deliver would reject.
    expect(second.outputs).toEqual(first.outputs);
    const execution = { executed: [], cached: expect.any(Array) as string[] };
    expect(again.meter.read()).toEqual({ fraction: 1, execution });
    expect(again.meter.execution.read()).toEqual(execution);
    expect(again.meter.execution.read()?.cached.toSorted()).toEqual(Object.keys(again.graph).toSorted());
  },
  "03-sampler-with-previews": sampler,
  "04-sampler-without-feature-flags": sampler,
  "05-sampler-preview-none": async (it, steps) => {
    expect(picturesOf(steps)).toBe(0);
    await sampler(it, steps);
  },
  "06-validation-errors": async (it, steps) => {
    let refused = 0;
    for (const [at, step] of steps.entries()) {
      if (step.step !== "asks" || step.path !== "/prompt") continue;
      const answer = steps.slice(at).find(({ step: kind }) => kind === "answers");
      if (answer?.step !== "answers") throw new Error("a request without an answer");
      if (answer.status === 200) {
        expect((await it.other()).status).toBe(200);
        continue;
      }
      const rendered = await (await it.next()).rendered;
      const node = blamedBy(answer.body);
      expect(rendered).toMatchObject({ result: "failed", failure: { kind: "invalid", ...(node ? { node } : {}) } });
      if (!node && rendered.result === "failed") expect(rendered.failure).not.toHaveProperty("node");
      noServerPaths(rendered);
      refused++;
    }
    expect(refused).toBeGreaterThan(10);
  },
  "07-partly-valid": async (it) => {
    const one = await it.next();
    const rendered = await one.rendered;
    expect(rendered).toMatchObject({ result: "failed", failure: { kind: "invalid" } });
    const node = rendered.result === "failed" && "node" in rendered.failure ? rendered.failure.node : undefined;
    expect(one.graph[node?.id ?? ""]?.class_type).toBe(node?.classType);
    noServerPaths(rendered);
    // ComfyUI queued the accepted outputs: nothing of that must keep running.
    expect(await it.client.isIdle()).toBe(true);
  },
  "08-node-error": async (it) => {
    const one = await it.next();
    await failsInNode(it, one, 0);
    expect(one.meter.execution.read()?.executed).toContain(it.server.ledger.endings[0]?.[1]?.["node_id"]);
  },
  "09-interrupt": async (it, steps) => {
    const one = await it.next();
    await one.shown(picturesOf(steps));
    one.stop();
    expect(await one.rendered).toEqual({ result: "interrupted" });
    neverBackwards(one);
    expect(it.server.asked.filter((request) => request === "POST /interrupt")).toHaveLength(1);
  },
  "10-cancel-through-jobs-api": async (it, steps) => {
    const [first, second, third] = [await it.next(), await it.next(), await it.next()];
    await first.shown(picturesOf(steps));
    second.stop();
    expect(await second.rendered).toEqual({ result: "interrupted" });
    expect(second.meter.hasStarted).toBe(false);
    first.stop();
    expect(await first.rendered).toEqual({ result: "interrupted" });
    await succeeds(it, third, 1);
    // It received no events of other prompts.
    await pictures(third, 0);
  },
  "11-duplicate-prompt-id": async (it) => {
    const submitted = it.next();
    const id = await vi.waitFor(() => {
      const [given] = it.server.ledger.given;
      if (given === undefined) throw new Error("not submitted yet");
      return given;
    });
    const twin = it.other(id);
    const rendered = await succeeds(it, await submitted, 0);
    expect((await twin).status).toBe(200);
    await it.server.played;
    // Both ran, and the history keeps the later one: the driver ended once, with its own result.
    expect(it.server.ledger.files).toHaveLength(2);
    expect(rendered.outputs.map(({ filename }) => filename)).not.toEqual(it.server.ledger.files[1]);
  },
  "12-reconnect-same-client-id": async (it) => {
    const one = await it.next();
    const rendered = await one.rendered;
    expect(rendered).toMatchObject({ result: "success", outputs: [{ type: "output" }] });
    expect(rendered.result === "success" && rendered.executionMs).toBeGreaterThan(1000);
    expect(one.meter.execution.read()).toBeNull();
    neverBackwards(one);
    // The next prompt's events arrive under another id.
    const [before] = it.server.clients;
    await it.session.open();
    expect(it.server.clients).toHaveLength(2);
    expect(it.server.clients[1]).not.toBe(before);
  },
  "13-several-outputs": async (it) => {
    await failsInNode(it, await it.next(), 0);
    const rendered = await succeeds(it, await it.next(), 1);
    expect(rendered.texts).toHaveLength(1);
    const ends = rendered.outputs.map(({ filename }) => filename.split(".").at(-1));
    expect(new Set(ends)).toEqual(new Set(["webp", "png", "mp4"]));
  },
  "14-server-state": async (it, steps) => {
    const state = (path: string) =>
      steps.flatMap((step, at) => {
        const answer = steps[at + 1];
        return step.step === "asks" && step.path.startsWith(path) && answer?.step === "answers" ? [answer.body] : [];
      })[0];
    const stats = state("/system_stats");
    const offered = parseObjectInfo(state("/object_info/"));
    await keeping(it, async (manager) => {
      const session = await manager.waitUntilReady(AbortSignal.timeout(5000));
      expect(manager.facts).toMatchObject({
        comfyuiVersion: isRecord(stats) && isRecord(stats["system"]) && stats["system"]["comfyui_version"],
        gpu: isRecord(stats) && Array.isArray(stats["devices"]) && (stats["devices"][0] as { name: string }).name,
        nodes: [...offered.keys()],
        objectInfoDigest: hashObjectInfo(offered),
      });
      expect(session?.objectInfo.size).toBe(1);
      await session?.client.free();
    });
    expect(it.server.asked).toContain("POST /free");
    await it.session.open();
  },
};

function blamedBy(body: unknown): { id: string; classType: unknown } | undefined {
  if (!isRecord(body)) return undefined;
  const [[id, node] = []] = Object.entries(isRecord(body["node_errors"]) ? body["node_errors"] : {});
  if (id !== undefined && isRecord(node)) return { id, classType: node["class_type"] };
  const info = isRecord(body["error"]) && isRecord(body["error"]["extra_info"]) ? body["error"]["extra_info"] : {};
  const { node_id: nodeId, class_type: classType } = info;
  return typeof nodeId === "string" && typeof classType === "string" ? { id: nodeId, classType } : undefined;
}

/** Runs `look` with a manager for the replayed server. */
async function keeping(it: Driver, look: (manager: ComfyUIManager) => Promise<void>) {
  const ended = new AbortController();
  const nothing: Exchange = {
    provide: async () => "",
    provideEmbeddings: async () => undefined,
    collect: async () => ({ path: "", close: async () => undefined }),
    clear: async () => undefined,
    sweep: async () => undefined,
  };
  const manager = new ComfyUIManager({
    process: attachTo(it.server.url),
    client: it.client,
    exchange: nothing,
    timeouts: { start: 1, silence: 1, stop: 1, busy: 120 },
    startSeconds: 5,
    memoryBytes: Number.POSITIVE_INFINITY,
    log: () => undefined,
  });
  const kept = manager.run(ended.signal);
  await look(manager);
  ended.abort();
  await kept;
}

async function play(name: Case, steps: ReturnType<typeof fixture>, objectInfo?: Buffer) {
  const it = await driver(steps, name === "14-server-state" ? undefined : objectInfo);
  clean.push(it.stop);
  await cases[name](it, steps);
  await Promise.race([
    it.server.played,
    sleep(3000).then(() => Promise.reject(new Error("the recording has not ended"))),
  ]);
  expect(it.prompts).toEqual([]);
  expect(it.server.ledger.contradictions).toEqual([]);
  const hello = { type: "feature_flags", data: { supports_preview_metadata: true } };
  await vi.waitFor(() => expect(it.server.greetings).toEqual(it.server.clients.map(() => hello)), { timeout: 10_000 });
}

test("opens no socket after ComfyUI is gone", async () => {
  const it = await driver(fixture("01-image-run"));
  clean.push(it.stop);
  await it.session.end("it is gone");
  await expect(it.session.open()).rejects.toThrow("it is gone");
  const one = await it.next();
  expect(await one.rendered).toEqual({ result: "lost", reason: "it is gone" });
  expect(it.server.clients).toEqual([]);
});

const names = Object.keys(fixtures) as Case[];

describe("the driver in a conversation written by hand", () => {
  test.each(names)("%s", (name) => play(name, fixture(name)));
});

describe.skipIf(!hasRecordings)("the driver in a recorded conversation", () => {
  test.each(names)("%s", (name) => play(name, recorded(name), recordedObjectInfo()));
  test("every recording has a case", () => expect(recordings()).toEqual(names));
});
