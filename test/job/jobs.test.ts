import * as z from "zod";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import type { Execution, Lease, OutputFile } from "@pegbar/core/contract";
import { MIGRATIONS } from "@pegbar/core/platform/database/migrate.ts";
import { reconcile } from "@pegbar/core/attempt/reconciler";
import * as Fleet from "@pegbar/core/job/fleet";
import * as Job from "@pegbar/core/job";
import * as Attempt from "@pegbar/core/attempt";
import * as Asset from "@pegbar/core/result/asset";
import * as Result from "@pegbar/core/result/complete.ts";
import { buildClaimRequest, createStudios, software, type Studios } from "../setup/studio.ts";

let studios: Studios;
let artist: Actor;

beforeEach(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
});
afterEach(() => studios.drop());

const submit = async (request: Record<string, unknown> = {}, key?: string, by = artist) =>
  (
    await studios.as(by, () =>
      Job.submit(
        Job.SubmitRequest.parse({
          shot: "HARBOR/sq010/sh010",
          workflow: "paint-text",
          parameters: { prompt: "a lamp" },
          ...request,
        }),
        key,
      ),
    )
  ).job.id;
const dispatch = <T>(cb: () => Promise<T>) => studios.runAsPlatform("dispatch", cb);
const claim = async (workerId?: string) => {
  const { nonce } = await studios.ticket();
  return dispatch(() => Attempt.claim(buildClaimRequest(nonce, workerId)));
};
const granted = async (workerId?: string): Promise<Lease> => {
  const answer = await claim(workerId);
  if (answer.result !== "granted") throw new Error(answer.result);
  return answer.lease;
};
const cancel = (id: string) => Job.actOn(id, { action: "cancel" });
const stateOf = (id: string) => studios.as(artist, () => Job.fromID(id));

async function upload(lease: Lease, text = "picture", place: Partial<OutputFile> = {}): Promise<OutputFile> {
  const bytes = Buffer.from(text);
  const output: OutputFile = {
    name: "9/0/paint.png",
    nodeId: "9",
    kind: "images",
    filename: "paint.png",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    contentType: "image/png",
    ...place,
  };
  const { uploads } = await dispatch(() => Attempt.signUploads(lease.tenantId, lease.attemptId, [output]));
  const target = uploads[0]?.upload;
  if (!target) throw new Error("no upload");
  const answer = await fetch(target.url, { method: "PUT", headers: target.headers, body: new Uint8Array(bytes) });
  expect(answer.ok).toBe(true);
  return output;
}
const complete = (lease: Lease, output: OutputFile, execution?: Execution) =>
  dispatch(() => Result.complete(lease.tenantId, lease.attemptId, { outputs: [output], executionMs: 12, execution }));
/** Records of results that wait for the sequencer, without those of the seed. */
const results = async () => {
  const [row] =
    await studios.database.admin()`select count(*)::int as n from intent where record ->> 'type' = 'asset.generated'`;
  return Number(row?.["n"]);
};
const count = async (table: string) => {
  const [row] = await studios.database.admin().unsafe(`select count(*)::int as n from ${table}`);
  return Number(row?.["n"]);
};

describe("a job", () => {
  test("is queued, claimed and completed with one asset, one record and one event each", async () => {
    const id = await submit();
    expect((await stateOf(id)).state).toBe("queued");
    const lease = await granted();
    expect(lease).toMatchObject({ jobId: id, fence: 1 });
    expect(lease.graph["6"]?.inputs["text"]).toBe("a lamp");
    expect((await stateOf(id)).state).toBe("running");
    await complete(lease, await upload(lease));
    expect((await stateOf(id)).state).toBe("succeeded");
    expect([await count("asset"), await results()]).toEqual([1, 1]);
    const events = await studios.database.admin()`select type from job_event order by number`;
    expect(events.map((event) => event["type"])).toEqual(["queued", "running", "succeeded"]);
  });

  test("has the values of its form's inputs, immediately and later", async () => {
    const { id: layout } = await studios.input(artist);
    const request = { shot: "HARBOR/sq010/sh010", workflow: "paint-layout", inputs: { layout } };
    const { job: made } = await studios.as(artist, () => Job.submit(Job.SubmitRequest.parse(request), undefined));
    expect([made.inputs, (await stateOf(made.id)).inputs]).toEqual([{ layout }, { layout }]);
    expect((await stateOf(await submit())).inputs).toEqual({});
  });

  test("the migration fills in the inputs of earlier jobs from their graphs", async () => {
    const { id: layout } = await studios.input(artist);
    const request = { shot: "HARBOR/sq010/sh010", workflow: "paint-layout", inputs: { layout } };
    const { job: made } = await studios.as(artist, () => Job.submit(Job.SubmitRequest.parse(request), undefined));
    const without = await submit();
    const admin = studios.database.admin();
    await admin`update job set inputs = '{}'`;
    const migration = readFileSync(path.join(MIGRATIONS, "0036_job_inputs.sql"), "utf8");
    const [addColumn = "", ...fillIn] = migration.split("--> statement-breakpoint");
    expect(addColumn).toMatch(/^ALTER TABLE "job" ADD COLUMN "inputs"/);
    for (const statement of fillIn) await admin.unsafe(statement);
    expect([(await stateOf(made.id)).inputs, (await stateOf(without)).inputs]).toEqual([{ layout }, {}]);
  });

  test("keeps which nodes ran in each attempt, and which results were computed for it", async () => {
    const id = await submit();
    const first = await granted();
    const interrupted = { executed: ["4", "6"], cached: [] };
    const released = { reason: "stopping", executionMs: 5, execution: interrupted } as const;
    await dispatch(() => Attempt.release(first.attemptId, released));
    const second = await granted();
    expect(second.graph).toMatchObject({ "3": { class_type: "KSampler" }, "9": { class_type: "SaveImage" } });
    const finished = { executed: ["3", "8", "9"], cached: ["4", "5", "6", "7"] };
    await complete(second, await upload(second), finished);
    const { attempts } = await studios.as(artist, () => Job.fromID(id));
    expect(attempts.map(({ state, execution }) => [state, execution])).toEqual([
      ["interrupted", interrupted],
      ["succeeded", finished],
    ]);
    const { items } = await studios.as(artist, () => Asset.list({ jobId: id }));
    expect(items.map(({ execution }) => execution)).toEqual(["rendered"]);
    const [recorded] = await studios.database.admin()`
      select record -> 'execution' as execution, record -> 'schema' as schema from intent
      where record ->> 'type' = 'asset.generated'`;
    const { execution, schema } = z
      .object({ schema: z.int(), execution: z.record(z.string(), z.unknown()) })
      .parse(recorded);
    expect([schema, execution["state"], execution["executed"]]).toEqual([5, "rendered", ["9", "8", "3"]]);
    // Nearest first; the database decides the order of one node's inputs.
    expect(execution["cached"]).toEqual(expect.arrayContaining(["4", "5", "6", "7"]));
  });

  test("has a record of what it ran on, as far as its worker reports it", async () => {
    await submit();
    const lease = await granted();
    await complete(lease, await upload(lease));
    await submit();
    const { nonce } = await studios.ticket();
    const { software: _unknown, ...runtime } = buildClaimRequest(nonce).runtime;
    const answer = await dispatch(() => Attempt.claim({ ...buildClaimRequest(nonce), runtime }));
    if (answer.result !== "granted") throw new Error(answer.result);
    await complete(answer.lease, await upload(answer.lease, "by an older worker"));
    const rows = await studios.database.admin()`
      select record -> 'runtime' as runtime from intent where record ->> 'type' = 'asset.generated' order by id`;
    const known = { comfyuiVersion: "test", imageDigest: "test", gpu: "none" };
    expect(rows.map((row) => row["runtime"] as unknown)).toEqual([{ ...known, software }, known]);
  });

  test.each([
    ["cached", { executed: ["9"], cached: ["3", "4", "5", "6", "7", "8"] }],
    ["unknown", undefined],
  ])("has a result that is %s", async (state, execution) => {
    const id = await submit();
    const lease = await granted();
    await complete(lease, await upload(lease), execution);
    const { items } = await studios.as(artist, () => Asset.list({ jobId: id }));
    expect(items.map((item) => item.execution)).toEqual([state]);
    const { attempts } = await studios.as(artist, () => Job.fromID(id));
    expect(attempts.map((attempt) => attempt.execution)).toEqual([execution ?? null]);
  });

  test("completes again without changes and with the same response", async () => {
    const id = await submit();
    const lease = await granted();
    const output = await upload(lease);
    const first = await complete(lease, output);
    expect(await complete(lease, output)).toEqual(first);
    expect([await count("asset"), await results()]).toEqual([1, 1]);
    expect((await stateOf(id)).attempts).toHaveLength(1);
  });

  test("fails to complete with an output that is not in storage", async () => {
    const id = await submit();
    const lease = await granted();
    const output = await upload(lease);
    await expect(complete(lease, { ...output, bytes: output.bytes + 1 })).rejects.toThrow(/not in the store/);
    expect((await stateOf(id)).state).toBe("running");
    expect(await count("asset")).toBe(0);
  });

  test("has an asset with its own key, version and record for each of several equal files", async () => {
    const id = await submit();
    const lease = await granted();
    const outputs = await Promise.all(
      [
        ["9", "9/0/paint_00001_.png"],
        ["9", "9/1/paint_00002_.png"],
        ["a:1", "a:1/2/paint_00001_.png"],
        ["a_1", "a_1/3/paint_00001_.png"],
      ].map(([nodeId = "", name = ""]) => upload(lease, "the same picture", { nodeId, name })),
    );
    const end = await dispatch(() => Result.complete(lease.tenantId, lease.attemptId, { outputs, executionMs: 12 }));
    expect(end).toEqual({ jobId: id, state: "succeeded" });
    const rows = await studios.database.admin()`select name, version, position, key, sha256 from asset order by id`;
    expect(new Set(rows.map(({ key }) => String(key))).size).toBe(4);
    expect(new Set(rows.map(({ sha256 }) => String(sha256))).size).toBe(1);
    expect(rows.map(({ name, version, position }) => [name, version, position])).toEqual([
      ["paint", 1, 0],
      ["paint", 1, 1],
      [expect.stringMatching(/^node_a_1-[0-9a-f]{6}$/), 1, 0],
      [expect.stringMatching(/^node_a_1-[0-9a-f]{6}$/), 1, 0],
    ]);
    expect(await results()).toBe(4);
  });

  test("gets consecutive versions of a shot's output, also concurrently", async () => {
    const leases: Lease[] = [];
    for (let i = 0; i < 5; i++) {
      await submit({ parameters: { seed: i } });
      leases.push(await granted());
    }
    const outputs = await Promise.all(leases.map((lease, i) => upload(lease, `picture ${i}`)));
    await Promise.all(leases.map((lease, i) => complete(lease, outputs[i] as OutputFile)));
    const rows = await studios.database.admin()`select version from asset order by version`;
    expect(rows.map((row) => row["version"])).toEqual([1, 2, 3, 4, 5]);
  });

  test("gets the version after an asset that a function of an earlier release stored without a version of its own", async () => {
    const render = async (content: string) => {
      await submit();
      const lease = await granted();
      return complete(lease, await upload(lease, content));
    };
    await render("picture 1");
    await studios.database.admin()`delete from version`;
    await render("picture 2");
    const rows = await studios.database.admin()`select version from asset order by version`;
    expect(rows.map((row) => row["version"])).toEqual([1, 2]);
  });
});

describe("claims", () => {
  test("a dispatch ticket serves one claim, and a duplicate message finds nothing", async () => {
    await submit();
    const { nonce } = await studios.ticket();
    const first = await dispatch(() => Attempt.claim(buildClaimRequest(nonce, "a")));
    expect(first).toMatchObject({ result: "granted" });
    expect(await dispatch(() => Attempt.claim(buildClaimRequest(nonce, "b")))).toEqual({ result: "nothing" });
  });

  test("the same worker gets its lease again with the same nonce", async () => {
    await submit();
    const { nonce } = await studios.ticket();
    const claim = async () => {
      const answer = await dispatch(() => Attempt.claim(buildClaimRequest(nonce, "a")));
      if (answer.result !== "granted") throw new Error(answer.result);
      const { attemptId, jobId, fence, token } = answer.lease;
      return { attemptId, jobId, fence, token };
    };
    expect(await claim()).toEqual(await claim());
  });

  test("an unknown dispatch ticket claims nothing", async () => {
    await submit();
    await expect(dispatch(() => Attempt.claim(buildClaimRequest("x".repeat(24))))).rejects.toMatchObject({
      code: "nonce_unknown",
    });
  });

  test("many concurrent workers get each job once", async () => {
    for (let i = 0; i < 8; i++) await submit({ parameters: { seed: i } });
    const nonces = [];
    for (let i = 0; i < 8; i++) nonces.push((await studios.ticket()).nonce);
    const all = await Promise.all(
      nonces.map((nonce, i) => dispatch(() => Attempt.claim(buildClaimRequest(nonce, `w${i}`)))),
    );
    expect(new Set(all.map((one) => one.result === "granted" && one.lease.jobId)).size).toBe(8);
  });

  test("interactive before batch, higher priority before lower, older before younger", async () => {
    const batch = await submit({ lane: "batch", priority: 0 });
    const old = await submit({ parameters: { seed: 2 } });
    const young = await submit({ parameters: { seed: 3 } });
    const urgent = await submit(
      { parameters: { seed: 4 }, priority: 10 },
      undefined,
      await studios.member("lumen", "supervisor"),
    );
    const order = [];
    for (let i = 0; i < 4; i++) order.push((await granted(`w${i}`)).jobId);
    expect(order).toEqual([urgent, old, young, batch]);
  });
});

describe("lost workers", () => {
  test("an expired lease queues the job again, and all calls of the late worker are refused", async () => {
    const id = await submit();
    const late = await granted("late");
    const lateOutput = await upload(late, "late picture");
    studios.advance(31);
    expect(
      (await dispatch(() => reconcile({ effectSeconds: 5, messageSeconds: 600, intentSeconds: 600, thorough: true })))
        .leasesExpired,
    ).toBe(1);
    expect(await stateOf(id)).toMatchObject({ state: "queued", reason: "interrupted, resuming: its worker is gone" });

    const next = await granted("next");
    expect(next).toMatchObject({ jobId: id, fence: 2 });
    const lost = { code: "lease_lost" };
    await expect(
      dispatch(() => Attempt.heartbeat(late.attemptId, { phase: "rendering", previews: 0 })),
    ).rejects.toMatchObject(lost);
    await expect(
      dispatch(() => Attempt.signUploads(late.tenantId, late.attemptId, [lateOutput])),
    ).rejects.toMatchObject(lost);
    await expect(complete(late, lateOutput)).rejects.toMatchObject(lost);
    await expect(
      dispatch(() => Attempt.fail(late.attemptId, { kind: "node_error", message: "x", traceback: [], executionMs: 0 })),
    ).rejects.toMatchObject(lost);
    await expect(
      dispatch(() => Attempt.release(late.attemptId, { reason: "stopping", executionMs: 0 })),
    ).rejects.toMatchObject(lost);

    await complete(next, await upload(next, "the picture"));
    const assets = await studios.database.admin()`select attempt_id from asset`;
    expect(assets.map((row) => row["attempt_id"])).toEqual([next.attemptId]);
    expect((await stateOf(id)).attempts.map((attempt) => attempt.state)).toEqual(["interrupted", "succeeded"]);
  });

  test("leftovers of a lost attempt in storage are deleted once they are not needed, and nothing else", async () => {
    const id = await submit();
    const late = await granted("late");
    const preview = late.previewUpload;
    await upload(late, "late picture");
    await fetch(preview.url, {
      method: "PUT",
      headers: { ...preview.headers, "content-type": "image/png" },
      body: "p",
    });
    studios.advance(31);
    await dispatch(() => reconcile({ effectSeconds: 5, messageSeconds: 600, intentSeconds: 600, thorough: true }));
    const next = await granted("next");
    await complete(next, await upload(next, "the picture"));
    const stored = async () => (await studios.stored()).filter((key) => /\/(assets|previews)\//.test(key)).length;
    expect(await stored()).toBe(3);
    expect(await dispatch(() => Attempt.removeLeftovers(60))).toBe(0);
    expect(await stored()).toBe(3);
    studios.advance(61);
    expect(await dispatch(() => Attempt.removeLeftovers(60))).toBe(2);
    const [asset] = await studios.database.admin()`select key from asset where job_id = ${id}`;
    expect((await studios.stored()).filter((key) => /\/(assets|previews)\//.test(key))).toEqual([asset?.["key"]]);
    expect(await dispatch(() => Attempt.removeLeftovers(0))).toBe(0);
  });

  test("a heartbeat renews the lease", async () => {
    await submit();
    const lease = await granted();
    studios.advance(25);
    await dispatch(() =>
      Attempt.heartbeat(lease.attemptId, { phase: "rendering", previews: 0, progress: { fraction: 0.5 } }),
    );
    studios.advance(25);
    expect(
      (await dispatch(() => reconcile({ effectSeconds: 5, messageSeconds: 600, intentSeconds: 600, thorough: true })))
        .leasesExpired,
    ).toBe(0);
  });

  const crash = (lease: Lease) =>
    dispatch(() =>
      Attempt.fail(lease.attemptId, { kind: "comfyui_crashed", message: "gone", traceback: [], executionMs: 0 }),
    );

  test("a released job is queued again, and fails after five crashes of one worker's ComfyUI", async () => {
    const id = await submit();
    const released = await granted();
    expect(await dispatch(() => Attempt.release(released.attemptId, { reason: "stopping", executionMs: 0 }))).toEqual({
      jobId: id,
      state: "queued",
    });
    for (let i = 1; i <= 5; i++) expect((await crash(await granted("w1"))).state).toBe(i < 5 ? "queued" : "failed");
    const job = await stateOf(id);
    expect(job.failure).toMatchObject({ kind: "attempts_exhausted" });
    expect(job.attempts).toHaveLength(6);
  });

  test("fails after ComfyUI crashed on three workers, and may fail on three others after a retry", async () => {
    const id = await submit();
    for (const round of [1, 2]) {
      expect((await crash(await granted(`${round}-a`))).state).toBe("queued");
      expect((await crash(await granted(`${round}-a`))).state).toBe("queued");
      expect((await crash(await granted(`${round}-b`))).state).toBe("queued");
      expect((await crash(await granted(`${round}-c`))).state).toBe("failed");
      expect((await stateOf(id)).failure?.message).toBe("4 attempts failed on 3 workers. The last one: gone");
      await studios.as(artist, () => Job.retry(id));
    }
  });

  test("fails after two attempts in which ComfyUI stopped responding", async () => {
    const id = await submit();
    const message = "ComfyUI stopped responding while it ran this graph.";
    const fail = async (worker: string) => {
      const { attemptId } = await granted(worker);
      const request = { kind: "comfyui_unresponsive" as const, message, traceback: [], executionMs: 0 };
      return (await dispatch(() => Attempt.fail(attemptId, request))).state;
    };
    expect(await fail("w1")).toBe("queued");
    expect(await stateOf(id)).toMatchObject({
      reason: "interrupted, resuming: ComfyUI stopped responding while it ran",
    });
    expect(await fail("w2")).toBe("failed");
    expect(await stateOf(id)).toMatchObject({
      state: "failed",
      failure: { kind: "comfyui_unresponsive", message },
      reason: message,
    });
  });

  test("an error of a node ends the job immediately, with its details", async () => {
    const id = await submit();
    const lease = await granted();
    const node = { id: "3", classType: "KSampler", title: "Sampler" };
    await dispatch(() =>
      Attempt.fail(lease.attemptId, {
        kind: "node_error",
        message: "shapes differ",
        node,
        traceback: ["line 1"],
        executionMs: 0,
      }),
    );
    expect(await stateOf(id)).toMatchObject({
      state: "failed",
      failure: { kind: "node_error", node, message: "shapes differ" },
    });
  });

  test("twenty interruptions hold the job for the operator", async () => {
    const id = await submit();
    for (let i = 1; i <= 20; i++) {
      const lease = await granted(`w${i}`);
      await dispatch(() => Attempt.release(lease.attemptId, { reason: "stopping", executionMs: 0 }));
    }
    expect(await stateOf(id)).toMatchObject({ state: "held" });
    expect(studios.logged).toContainEqual({ level: "error", message: "job held after too many interruptions" });
    await dispatch(() => Fleet.measure());
    const classes = await studios.runAsPlatform("operator", () => Fleet.list());
    expect(classes.map(({ class: name, held }) => [name, held])).toEqual([
      ["heavy", 0],
      ["light", 1],
      ["xl", 0],
    ]);
  });

  test.each([
    ["result_not_recorded", 2],
    ["worker_error", 5],
  ] as const)("a job is held and not rendered again after %s has ended %i attempts", async (reason, most) => {
    const id = await submit();
    for (let i = 1; i <= most; i++) {
      expect((await stateOf(id)).state).toBe("queued");
      const lease = await granted(`w${i}`);
      await dispatch(() => Attempt.release(lease.attemptId, { reason, executionMs: 0 }));
    }
    expect(await stateOf(id)).toMatchObject({ state: "held" });
  });

  test("a lost message is sent again, and a run without failures needs no corrections", async () => {
    await submit();
    expect(
      await dispatch(() => reconcile({ effectSeconds: 5, messageSeconds: 60, intentSeconds: 600, thorough: true })),
    ).toEqual({
      leasesExpired: 0,
      effectsDelivered: 0,
      messagesLost: 0,
      demandRenewed: 0,
      messagesDead: 0,
      quotasCorrected: 0,
      intentsLate: 0,
    });
    await studios.ticket();
    studios.advance(61);
    expect(
      await dispatch(() => reconcile({ effectSeconds: 5, messageSeconds: 60, intentSeconds: 600, thorough: true })),
    ).toMatchObject({ messagesLost: 1, demandRenewed: 1 });
    expect((await granted()).fence).toBe(1);
  });
});

describe("cancel", () => {
  test("ends a queued job immediately, which is never claimed", async () => {
    const id = await submit();
    expect(await studios.as(artist, () => cancel(id))).toEqual({ changed: 1, stopping: 0 });
    expect((await stateOf(id)).state).toBe("cancelled");
    expect(await claim()).toEqual({ result: "nothing" });
  });

  test("reaches a running job's worker, whose release ends the job", async () => {
    const id = await submit();
    const lease = await granted();
    await studios.as(artist, () => cancel(id));
    const beat = await dispatch(() => Attempt.heartbeat(lease.attemptId, { phase: "rendering", previews: 0 }));
    expect(beat.cancel).toBe(true);
    expect(
      (await dispatch(() => Attempt.release(lease.attemptId, { reason: "cancelled", executionMs: 0 }))).state,
    ).toBe("cancelled");
  });

  test("is ignored if a result arrives first", async () => {
    const id = await submit();
    const lease = await granted();
    const output = await upload(lease);
    await studios.as(artist, () => cancel(id));
    expect((await complete(lease, output)).state).toBe("succeeded");
    expect(await studios.as(artist, () => cancel(id))).toEqual({ changed: 0, stopping: 0 });
  });
});

test("one idempotency key creates one job of many concurrent submits", async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => submit({}, "key-2")));
  expect(new Set(ids).size).toBe(1);
  expect(await count("job")).toBe(1);
});

test("an idempotency key creates one job of many submits, and refuses another request", async () => {
  const first = await submit({}, "key-1");
  expect(await submit({}, "key-1")).toBe(first);
  await expect(submit({ parameters: { prompt: "another" } }, "key-1")).rejects.toMatchObject({
    code: "idempotency_key_reused",
  });
  expect(await count("job")).toBe(1);
});
