import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LeaseInput } from "@pegbar/core/contract";
import { InputCache, InputUnavailable } from "./input-cache.ts";

const stored = new Map<string, Buffer>();
const asked: string[] = [];
/** Replaces the store's answer. */
let instead: RequestListener | undefined;
const store = createServer((req, res) => {
  asked.push(`${req.url ?? ""} ${String(req.headers["x-signed"])}`);
  if (instead) return instead(req, res);
  const bytes = stored.get(req.url ?? "");
  return bytes ? res.end(bytes) : res.writeHead(404).end();
});
let port = 0;
beforeAll(async () => {
  store.listen(0, "127.0.0.1");
  await once(store, "listening");
  const address = store.address();
  if (typeof address === "object" && address) port = address.port;
});
afterAll(() => {
  store.closeAllConnections();
  store.close();
});

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pegbar-cache-"));
});
afterEach(async () => {
  instead = undefined;
  asked.length = 0;
  stored.clear();
  await rm(dir, { recursive: true, force: true });
});

const never = new AbortController().signal;
/** An input that is in the store. */
function input(content: string, promise: Partial<LeaseInput> = {}): LeaseInput {
  const bytes = Buffer.from(content);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  stored.set(`/${sha256}`, bytes);
  const download = {
    method: "GET" as const,
    url: `http://127.0.0.1:${port}/${sha256}`,
    headers: { "x-signed": "yes" },
    expiresAt: new Date(0).toISOString(),
  };
  return { id: "inp_1", sha256, bytes: bytes.length, contentType: "image/png", download, ...promise };
}
const here = (one: LeaseInput) => existsSync(path.join(dir, one.sha256));
/** Pins each once; the first becomes the least recently used. */
async function fill(cache: InputCache, ...inputs: LeaseInput[]): Promise<void> {
  for (const [age, one] of inputs.entries()) {
    const { file, release } = await cache.pin(one, never);
    await utimes(file, 1000 + age, 1000 + age);
    release();
  }
}

describe("an input", () => {
  test("is fetched once, with the signed headers, and cached the second time", async () => {
    const cache = new InputCache(path.join(dir, "made", "when", "needed"), 100);
    const one = input("a plate");
    const [first, second] = [await cache.pin(one, never), await cache.pin(one, never)];
    expect([first.hit, second.hit]).toEqual([false, true]);
    expect(second.file).toBe(first.file);
    expect(await readFile(first.file, "utf8")).toBe("a plate");
    expect(asked).toEqual([`/${one.sha256} yes`]);
  });

  test("is cached for a restarted worker", async () => {
    await fill(new InputCache(dir, 100), input("a plate"));
    expect(await new InputCache(dir, 100).pin(input("a plate"), never)).toMatchObject({ hit: true });
  });

  test("that was changed on disk is fetched again", async () => {
    const cache = new InputCache(dir, 100);
    const { file } = await cache.pin(input("a plate"), never);
    await writeFile(file, "a plane");
    expect(await cache.pin(input("a plate"), never)).toMatchObject({ hit: false });
    expect(await readFile(file, "utf8")).toBe("a plate");
  });

  test("is removed when unused for a day, unless it is pinned", async () => {
    const cache = new InputCache(dir, 100);
    await fill(cache, input("yesterday's"), input("today's"));
    const { release } = await cache.pin(input("in use"), never);
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    for (const one of ["yesterday's", "in use"]) await utimes(path.join(dir, input(one).sha256), yesterday, yesterday);
    await utimes(path.join(dir, input("today's").sha256), new Date(), new Date());
    await cache.prune();
    expect(["yesterday's", "today's", "in use"].map((one) => here(input(one)))).toEqual([false, true, true]);
    release();
    await cache.prune();
    expect(here(input("in use"))).toBe(false);
    await new InputCache(path.join(dir, "not there"), 100).prune();
  });

  test("that may have been erased is pruned even if another file cannot be; the error is reported", async () => {
    const cache = new InputCache(dir, 100);
    await fill(cache, input("erased"));
    await mkdir(path.join(dir, "folder", "inside"), { recursive: true });
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    for (const name of [input("erased").sha256, "folder"]) await utimes(path.join(dir, name), yesterday, yesterday);
    await symlink("loop", path.join(dir, "loop"));
    await expect(cache.prune()).rejects.toThrow(/^1 files not removed, first: Error: ELOOP/);
    expect(await readdir(dir)).toEqual(["loop"]);
  });

  test("folder that cannot be listed makes pruning fail", async () => {
    const file = path.join(dir, "file");
    await writeFile(file, "");
    await expect(new InputCache(file, 100).prune()).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  test("of two concurrent jobs is available to both until the last releases it", async () => {
    const cache = new InputCache(dir, 10);
    const both = await Promise.all([cache.pin(input("a plate"), never), cache.pin(input("a plate"), never)]);
    for (const { file } of both) expect(await readFile(file, "utf8")).toBe("a plate");
    expect(await readdir(dir)).toEqual([input("a plate").sha256]);
    // A second release has no effect.
    both[0].release();
    both[0].release();
    await fill(cache, input("another one"));
    expect(here(input("a plate"))).toBe(true);
    both[1].release();
    await fill(cache, input("a third one"));
    expect(here(input("a plate"))).toBe(false);
  });

  test.each<[string, Partial<LeaseInput>, string]>([
    ["longer than", { bytes: 6 }, "longer than its declared size"],
    ["shorter than", { bytes: 8 }, "does not match its declared size and SHA-256"],
    ["another one than", { sha256: "0".repeat(64) }, "does not match its declared size and SHA-256"],
  ])("that is %s declared is unavailable, and no part of it is kept", async (_name, promise, reason) => {
    const hold = new InputCache(dir, 100).pin(input("a plate", promise), never);
    const error: unknown = await hold.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(InputUnavailable);
    expect(error).toHaveProperty("message", expect.stringContaining(reason));
    expect(await readdir(dir)).toEqual([]);
  });

  test.each([403, 404, 500])("for which the store answers %i is unavailable", async (status) => {
    instead = (_req, res) => res.writeHead(status).end("<Error/>");
    await expect(new InputCache(dir, 100).pin(input("a plate"), never)).rejects.toThrow(
      new InputUnavailable(`the store answered ${status} for input inp_1`),
    );
    expect(await readdir(dir)).toEqual([]);
  });

  test("whose connection breaks is unavailable, and no part of it is kept", async () => {
    instead = (_req, res) => {
      res.writeHead(200, { "content-length": 7 }).write("a p");
      setTimeout(() => res.destroy(), 20);
    };
    const cache = new InputCache(dir, 100);
    await expect(cache.pin(input("a plate"), never)).rejects.toThrow(InputUnavailable);
    expect(await readdir(dir)).toEqual([]);
    instead = undefined;
    expect(await cache.pin(input("a plate"), never)).toMatchObject({ hit: false });
  });

  test("whose download is aborted leaves nothing", async () => {
    instead = (_req, res) => void res.writeHead(200).write("a p");
    const stop = new AbortController();
    const hold = new InputCache(dir, 10).pin(input("a plate"), stop.signal);
    const seen = expect(hold).rejects.toThrow("cancelled");
    await vi.waitFor(async () => expect(await readdir(dir)).toHaveLength(1), { timeout: 10_000 });
    stop.abort(new Error("cancelled"));
    await seen;
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("a cache over its size limit", () => {
  const [a, b, c, d] = ["aaaa", "bbbb", "cccc", "dddd"] as const;
  const left = () => [a, b, c, d].filter((content) => here(input(content)));

  test("removes the least recently used, and no more than necessary", async () => {
    const cache = new InputCache(dir, 12);
    await fill(cache, input(a), input(b), input(c));
    await fill(cache, input(d));
    expect(left()).toEqual([b, c, d]);
  });

  test("a hit counts as use", async () => {
    const cache = new InputCache(dir, 12);
    await fill(cache, input(a), input(b), input(c));
    (await cache.pin(input(a), never)).release();
    await fill(cache, input(d));
    expect(left()).toEqual([a, c, d]);
  });

  test("never removes a pinned one", async () => {
    const cache = new InputCache(dir, 8);
    await fill(cache, input(a), input(b));
    const held = await cache.pin(input(a), never);
    await utimes(held.file, 1, 1);
    const more = [await cache.pin(input(c), never), await cache.pin(input(d), never)];
    expect(left()).toEqual([a, c, d]);
    for (const one of [held, ...more]) one.release();
    await fill(cache, input(b));
    expect(await readdir(dir)).toHaveLength(2);
  });

  test("one that could not be fetched is not pinned", async () => {
    const cache = new InputCache(dir, 8);
    await expect(cache.pin(input(a, { bytes: 5 }), never)).rejects.toThrow(InputUnavailable);
    await fill(cache, input(a), input(b), input(c));
    expect(left()).toEqual([b, c]);
  });

  test("accepts an input that alone is over the limit", async () => {
    const { file } = await new InputCache(dir, 2).pin(input(a), never);
    expect(await readFile(file, "utf8")).toBe(a);
  });

  test("removes partial downloads of a killed worker, but not a download in progress", async () => {
    const [dead, coming] = [path.join(dir, "dead.part"), path.join(dir, "coming.part")];
    await Promise.all([writeFile(dead, "half"), writeFile(coming, "half")]);
    const longAgo = Date.now() / 1000 - 600;
    await utimes(dead, longAgo, longAgo);
    await fill(new InputCache(dir, 100), input(a));
    expect([dead, coming].map((file) => existsSync(file))).toEqual([false, true]);
  });
});
