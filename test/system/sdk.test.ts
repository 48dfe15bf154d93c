import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { pegbar, PegbarError, type JobEvent, type Retry, type UploadProgress } from "@pegbar/sdk";
import { saveAssets, uploadModelPath, uploadPath } from "@pegbar/sdk/node";
import { startApi, type TestApi } from "../setup/api.ts";
import { startProxy } from "../setup/proxy.ts";
import { createSafetensors } from "../setup/safetensors.ts";
import { createActions } from "../setup/work.ts";

const ARTIST = "artist@lumen.example";
/** Part size of the API for large files. */
const PART_BYTES = 64 * 1024 * 1024;
let api: TestApi;
let token: string;
let folder: string;

beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign(ARTIST);
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-sdk-"));
  await api.studios.member("lumen", "artist");
  await api.studios.member("lumen", "admin");
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await api.stop();
});

const client = (baseUrl = api.url, retries = 4) => pegbar({ baseUrl, token, retries });
const cancel = (id: string) => client().post("/v1/jobs/{id}/cancel", { params: { path: { id } } });
/** A job that no later test can claim: it is cancelled if it has not ended with the test. */
const submit = async (over: Record<string, unknown> = {}) => {
  const job = await client().post("/v1/jobs", {
    body: {
      shot: "HARBOR/sq010/sh010",
      workflow: "paint-text",
      parameters: { prompt: "a lamp", seed: 1 },
      ...over,
    } as never,
  });
  onTestFinished(async () => {
    const { state } = await client().get("/v1/jobs/{id}", { params: { path: { id: job.id } } });
    if (state === "queued" || state === "running") await cancel(job.id);
  });
  return job;
};
const picture = (colour: string) =>
  sharp({ create: { width: 200, height: 160, channels: 3, background: colour } })
    .png()
    .toBuffer();
const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};
const finish = async () => {
  const { claim, complete } = createActions(api.studios);
  const lease = await claim();
  if (!lease) throw new Error("nothing to do");
  await complete(lease, 10);
};

describe("calls", () => {
  it("return the body, and call the token function for each request", async () => {
    let asked = 0;
    const mine = pegbar({ baseUrl: `${api.url}/`, token: async () => (asked++, token) });
    const me = await mine.get("/v1/me");
    expect(me.member?.email).toBe(ARTIST);
    await mine.get("/v1/shows/{id}", { params: { path: { id: "sho_none" } } }).catch(() => undefined);
    expect(asked).toBe(2);
    const { data, error, response } = await mine.raw.GET("/v1/me");
    expect([data?.tenant?.slug, error, response.status]).toEqual(["lumen", undefined, 200]);
  });

  it("throw API errors with code, request id and errors", async () => {
    const error = await submit({ parameters: { prompt: "a", seed: -1 } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PegbarError);
    expect(error).toMatchObject({ code: "parameters_invalid", status: 422, errors: [{ pointer: "/parameters/seed" }] });
    expect((error as PegbarError).requestId).toMatch(/^req_/);
    await expect(pegbar({ baseUrl: api.url, token: "bad" }).get("/v1/me")).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("throw without a response, and for a response that is not the API's", async () => {
    await expect(pegbar({ baseUrl: "http://127.0.0.1:9", token, retries: 0 }).get("/v1/me")).rejects.toMatchObject({
      code: "network",
      status: 0,
    });
    const other = await startProxy({
      to: api.url,
      intercept: (_request, answer) => (answer.writeHead(404).end("<h1>nginx</h1>"), true),
    });
    await expect(client(other.url).get("/v1/me")).rejects.toMatchObject({ code: "unexpected_answer", status: 404 });
    await other.stop();
  });

  it("retry a submit whose response was lost, and create one job", async () => {
    const keys: unknown[] = [];
    const lossy = await startProxy({
      to: api.url,
      intercept: ({ headers, method }) => {
        if (method === "POST") keys.push(headers["idempotency-key"]);
        return false;
      },
      cut: ({ method }) => method === "POST" && keys.length < 2,
    });
    const before = (await api.footprint()).rows["job"] ?? 0;
    const job = await client(lossy.url).post("/v1/jobs", {
      body: { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "twice", seed: 2 } } as never,
    });
    await lossy.stop();
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect((await api.footprint()).rows["job"]).toBe(before + 1);
    await client().post("/v1/jobs/{id}/cancel", { params: { path: { id: job.id } } });
  });

  it("wait as long as Retry-After says, and do not retry requests that are not idempotent", async () => {
    let times = 0;
    const busy = await startProxy({
      to: api.url,
      intercept: (_request, answer) => {
        if (times++ > 0) return false;
        answer.writeHead(503, { "retry-after": "1" }).end();
        return true;
      },
    });
    const began = performance.now();
    await client(busy.url).get("/v1/me");
    expect(performance.now() - began).toBeGreaterThan(990);
    times = 0;
    await expect(client(busy.url).post("/v1/jobs/actions", { body: {} as never })).rejects.toMatchObject({
      status: 503,
      retryAfter: 1,
    });
    await busy.stop();
  });

  it("iterate over all pages of a list", async () => {
    const made = [await submit(), await submit(), await submit()].map(({ id }) => id);
    const seen: string[] = [];
    for await (const job of client().pages("/v1/jobs", { limit: 2, state: "queued" })) seen.push(job.id);
    expect(seen).toEqual(made.toReversed());
    for (const id of made) await client().post("/v1/jobs/{id}/cancel", { params: { path: { id } } });
  });
});

describe("uploads", () => {
  it("uploads a file once, and reports progress", async () => {
    const file = path.join(folder, "layout.png");
    const bytes = await picture("#206080");
    await writeFile(file, bytes);
    const seen: UploadProgress[] = [];
    const input = await uploadPath(client(), file, { onProgress: (progress) => void seen.push(progress) });
    expect(input).toMatchObject({ status: "verified", filename: "layout.png", width: 200, height: 160 });
    expect(seen.map(({ phase }) => phase)).toEqual(expect.arrayContaining(["hashing", "sending", "checking", "done"]));
    expect(seen.findLast(({ phase }) => phase === "sending")?.sent).toBe(bytes.length);
    const again: string[] = [];
    const same = await client().uploadFile(new Uint8Array(bytes), {
      filename: "x.png",
      onProgress: ({ phase }) => again.push(phase),
    });
    expect(same.id).toBe(input.id);
    expect(again).not.toContain("sending");
  });

  it("accepts streams, and throws when the check refuses the file", async () => {
    const stream = new Blob([new Uint8Array(await picture("#804020"))]).stream();
    expect(await client().uploadFile(stream, { filename: "s.png" })).toMatchObject({
      contentType: "image/png",
      status: "verified",
    });
    const broken = new Uint8Array((await picture("#123456")).subarray(0, 60));
    await expect(client().uploadFile(broken, { filename: "b.png" })).rejects.toMatchObject({
      code: "input_damaged",
    });
    await expect(client().uploadFile(new TextEncoder().encode("hello"), { filename: "a.txt" })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });
});

describe("models", () => {
  const about = { kind: "lora", name: "Ink", family: "sd15", licence: "own", vramMib: 0 } as const;
  const admin = async (fetch?: (request: Request) => Promise<Response>) =>
    pegbar({
      baseUrl: api.url,
      token: await api.issuer.sign("admin@lumen.example"),
      retries: 1,
      ...(fetch ? { fetch } : {}),
    });
  let large: string;
  beforeAll(async () => {
    large = path.join(folder, "large.safetensors");
    await writeFile(large, createSafetensors(Buffer.alloc(PART_BYTES + 5000, randomBytes(997))));
  });

  it("uploads a small file in one piece, and nothing if it exists", async () => {
    const file = new Blob([new Uint8Array(createSafetensors())]);
    const phases = new Set<string>();
    const options = { onProgress: ({ phase }: UploadProgress) => void phases.add(phase) };
    const made = await (await admin()).uploadModel(file, { ...about, fileName: "small.safetensors" }, options);
    expect(made).toMatchObject({ status: "active", fileName: "small.safetensors", bytes: file.size });
    expect([...phases]).toEqual(["hashing", "sending", "checking", "done"]);
    phases.clear();
    const same = await (await admin()).uploadModel(file, { ...about, fileName: "small.safetensors" }, options);
    expect([same.id, phases.has("sending")]).toEqual([made.id, false]);
  });

  it("resumes an interrupted upload of a large file", async () => {
    const stop = new AbortController();
    const first = uploadModelPath(await admin(), large, about, {
      signal: stop.signal,
      onProgress: ({ phase, sent }) => phase === "sending" && sent > 5000 && stop.abort(new Error("enough")),
    });
    await expect(first).rejects.toThrow("enough");
    const seen: UploadProgress[] = [];
    const again = uploadModelPath(await admin(), large, about, { onProgress: (one) => void seen.push(one) });
    expect(await again).toMatchObject({ status: "active", fileName: "large.safetensors" });
    const sending = seen.filter(({ phase }) => phase === "sending").map(({ sent }) => sent);
    expect(sending.at(-1)).toBe((await stat(large)).size);
    expect(sending).toEqual(sending.toSorted((a, b) => a - b));
  });

  it("requests new URLs when the current ones expire during the upload", async () => {
    let announced = 0;
    const expiring = await admin(async (request) => {
      const announcing = request.method === "POST" && request.url.endsWith("/v1/models");
      const response = await fetch(request);
      if (!announcing || announced++ > 0) return response;
      return new Response((await response.text()).replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=1"), response);
    });
    const draft = { ...about, fileName: "expiring.safetensors" };
    expect(await uploadModelPath(expiring, large, draft)).toMatchObject({ status: "active" });
    expect(announced).toBe(2);
  });
});

describe("jobs", () => {
  it("streams a job's events over broken streams, without gaps or duplicates", async () => {
    let streams = 0;
    const resumed: unknown[] = [];
    const breaking = await startProxy({
      to: api.url,
      intercept: ({ headers }) => {
        if (headers.accept === "text/event-stream") resumed.push(headers["last-event-id"]);
        return false;
      },
      cut: ({ headers }, piece) => headers.accept === "text/event-stream" && piece.includes("event:") && ++streams < 3,
    });
    const { id } = await submit();
    const events: JobEvent[] = [];
    const waiting = client(breaking.url).waitForJob(id, { onEvent: (event) => void events.push(event) });
    await finish();
    expect(await waiting).toMatchObject({ id, state: "succeeded" });
    const kept = events.filter((event) => event.id !== undefined);
    expect(kept.map(({ type }) => type)).toEqual(["queued", "running", "succeeded"]);
    expect(resumed.length).toBeGreaterThan(1);
    expect(resumed[0]).toBeUndefined();
    // Data that was in flight when the connection broke is lost and requested again.
    for (const id of resumed.slice(1)) expect([undefined, ...kept.map((event) => event.id)]).toContain(id);
    await breaking.stop();
    expect(await client().waitForJob(id)).toMatchObject({ state: "succeeded" });
  });

  it("reports each stream that it opens again", async () => {
    const { id } = await submit();
    const refusing = await startProxy({
      to: api.url,
      intercept: ({ headers }, answer) => {
        if (headers.accept !== "text/event-stream") return false;
        answer.writeHead(503, { "retry-after": "0" }).end();
        return true;
      },
    });
    const retries: Retry[] = [];
    const following = pegbar({
      baseUrl: refusing.url,
      token,
      retries: 1,
      onRetry: (retry) => void retries.push(retry),
    });
    const stop = new AbortController();
    const waiting = expect(following.waitForJob(id, { signal: stop.signal })).rejects.toThrow("enough");
    await expect.poll(() => retries.length, { timeout: 10_000 }).toBeGreaterThan(2);
    stop.abort(new Error("enough"));
    await waiting;
    // The request is repeated once, then the stream is opened again.
    expect(retries.slice(0, 2)).toMatchObject([
      { reason: expect.stringContaining("answered 503"), attempt: 1, attempts: 1 },
      { reason: expect.stringContaining("answered 503"), attempt: 1, attempts: 5 },
    ]);
    await refusing.stop();
  });

  it("throws errors of a stream immediately", async () => {
    const { id } = await submit();
    let streams = 0;
    const odd = await startProxy({
      to: api.url,
      intercept: ({ headers }, answer) => {
        if (headers.accept !== "text/event-stream") return false;
        streams++;
        answer.writeHead(200, { "content-type": "text/event-stream" }).end("event: queued\ndata: {not JSON\n\n");
        return true;
      },
    });
    const retries: Retry[] = [];
    const following = pegbar({ baseUrl: odd.url, token, retries: 1, onRetry: (retry) => void retries.push(retry) });
    await expect(following.waitForJob(id)).rejects.toThrow(SyntaxError);
    expect([streams, retries]).toEqual([1, []]);
    await odd.stop();
  });

  it("polls the job if streams do not work", async () => {
    const deaf = await startProxy({
      to: api.url,
      intercept: ({ headers }, answer) => {
        if (headers.accept !== "text/event-stream") return false;
        answer.writeHead(502).end();
        return true;
      },
    });
    const { id } = await submit();
    const types: string[] = [];
    const waiting = client(deaf.url, 0).waitForJob(id, { onEvent: ({ type }) => void types.push(type) });
    await expect.poll(() => types, { timeout: 10_000 }).toEqual(["queued"]);
    await finish();
    expect(await waiting).toMatchObject({ state: "succeeded" });
    expect(types.at(-1)).toBe("succeeded");
    await deaf.stop();
  });

  it("streams a retried job to its second end", async () => {
    const { id } = await submit();
    await cancel(id);
    expect(await client().waitForJob(id)).toMatchObject({ state: "cancelled" });
    await client().post("/v1/jobs/{id}/retry", { params: { path: { id } } });
    const waiting = client().waitForJob(id);
    await finish();
    expect(await waiting).toMatchObject({ state: "succeeded" });
  });

  it("streams the events of the whole studio until it is stopped", async () => {
    const stop = new AbortController();
    const types: string[] = [];
    const following = (async () => {
      for await (const { type } of client().activity({ signal: stop.signal })) types.push(type);
    })();
    const ended = expect(following).rejects.toThrow("enough");
    await expect.poll(() => types.length, { timeout: 10_000 }).toBeGreaterThan(0);
    const { id } = await submit();
    await cancel(id);
    await expect.poll(() => types, { timeout: 10_000 }).toEqual(expect.arrayContaining(["queued", "cancelled"]));
    stop.abort(new Error("enough"));
    await ended;
  });

  it("stops at the signal, and immediately for an unknown job", async () => {
    const { id } = await submit();
    const stop = new AbortController();
    const waiting = client().waitForJob(id, { signal: stop.signal, onEvent: () => stop.abort(new Error("enough")) });
    await expect(waiting).rejects.toThrow("enough");
    await expect(client().waitForJob("job_00000000000000000000000000")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("downloads", () => {
  it("verifies the hash, replaces an incomplete file, and keeps a complete one", async () => {
    const { id } = await submit();
    await finish();
    await client().waitForJob(id);
    const files = [];
    for await (const one of client().downloadAssets(id)) files.push(one);
    const [first] = files;
    const digest = createHash("sha256")
      .update(new Uint8Array((await first?.file.arrayBuffer()) ?? []))
      .digest("hex");
    expect(digest).toBe(first?.asset.sha256);

    const into = path.join(folder, "out");
    const [saved] = await all(saveAssets(client(), id, into, { certificate: false }));
    if (!saved) throw new Error("nothing was saved");
    const bytes = await readFile(saved.file);
    await rm(saved.file);
    await writeFile(`${saved.file}.part`, bytes);
    await truncate(`${saved.file}.part`, 10);
    const received: number[] = [];
    const options = { certificate: false, onProgress: (p: { received: number }) => void received.push(p.received) };
    expect(await all(saveAssets(client(), id, into, options))).toMatchObject([{ kept: false }]);
    expect(received[0]).toBeGreaterThan(10);
    expect((await readFile(saved.file)).equals(bytes)).toBe(true);
    expect(await all(saveAssets(client(), id, into, options))).toMatchObject([{ kept: true }]);

    await rm(saved.file);
    await writeFile(`${saved.file}.part`, "0123456789");
    await expect(all(saveAssets(client(), id, into, options))).rejects.toMatchObject({
      code: "file_hash_mismatch",
    });
    expect(await readdir(into)).toEqual([]);
  });

  it("resumes an interrupted download and reports it, but does not retry errors of the disk", async () => {
    const { id } = await submit({ parameters: { prompt: "interrupted", seed: 3 } });
    await finish();
    const ended = await client().waitForJob(id);
    expect(ended.state).toBe("succeeded");
    const retries: Retry[] = [];
    let reads = 0;
    const interrupting = pegbar({
      baseUrl: api.url,
      token,
      onRetry: (retry) => void retries.push(retry),
      fetch: async (request) => {
        const response = await fetch(request);
        if (!new URL(request.url).pathname.endsWith("/download")) return response;
        if (reads++ > 0) return response;
        const first = new Uint8Array(await response.arrayBuffer()).subarray(0, 20);
        const body = new ReadableStream({
          start: (stream) => stream.enqueue(first),
          pull: (stream) =>
            stream.error(
              new TypeError("terminated", { cause: Object.assign(new Error("closed"), { code: "UND_ERR_SOCKET" }) }),
            ),
        });
        return new Response(body, { status: 200 });
      },
    });
    const into = path.join(folder, "interrupted");
    expect(await all(saveAssets(interrupting, id, into, { certificate: false }))).toMatchObject([{ kept: false }]);
    expect(retries).toMatchObject([{ reason: expect.stringContaining("was interrupted"), attempt: 1, attempts: 5 }]);

    const [saved] = await all(saveAssets(interrupting, id, into, { certificate: false }));
    await rm(saved?.file ?? "");
    await mkdir(`${saved?.file}.part`);
    reads = 1;
    await expect(all(saveAssets(interrupting, id, into, { certificate: false }))).rejects.toMatchObject({
      code: "EISDIR",
    });
    expect([reads, retries.length]).toEqual([2, 1]);
  });
});
