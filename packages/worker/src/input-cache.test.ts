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
/** Answers instead of the store. */
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
/** Holds each once, the first as the one that was used longest ago. */
async function fill(cache: InputCache, ...inputs: LeaseInput[]): Promise<void> {
  for (const [age, one] of inputs.entries()) {
    const { file, release } = await cache.pin(one, never);
    await utimes(file, 1000 + age, 1000 + age);
    release();
  }
}

describe("an input", () => {
  test("is fetched once, with the signed headers, and is there the second time", async () => {
    const cache = new InputCache(path.join(dir, "made", "when", "needed"), 100);
    const one = input("a plate");
    const [first, second] = [await cache.pin(one, never), await cache.pin(one, never)];
    expect([first.hit, second.hit]).toEqual([false, true]);
    expect(second.file).toBe(first.file);
    expect(await readFile(first.file, "utf8")).toBe("a plate");
    expect(asked).toEqual([`/${one.sha256} yes`]);
  });

  test("is there for a worker that was started again", async () => {
    await fill(new InputCache(dir, 100), input("a plate"));
    expect(await new InputCache(dir, 100).pin(input("a plate"), never)).toMatchObject({ hit: true });
  });

  test("that was changed on disk is fetched anew", async () => {
    const cache = new InputCache(dir, 100);
    const { file } = await cache.pin(input("a plate"), never);
    await writeFile(file, "a plane");
    expect(await cache.pin(input("a plate"), never)).toMatchObject({ hit: false });
    expect(await readFile(file, "utf8")).toBe("a plate");
  });

  test("goes when nobody has used it for a day, unless it is held", async () => {
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

  test("that may have been erased is pruned although another file cannot be, and the error is reported", async () => {
    const cache = new InputCache(dir, 100);
    await fill(cache, input("erased"));
    await mkdir(path.join(dir, "folder", "inside"), { recursive: true });
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    for (const name of [input("erased").sha256, "folder"]) await utimes(path.join(dir, name), yesterday, yesterday);
    await symlink("loop", path.join(dir, "loop"));
    await expect(cache.prune()).rejects.toThrow(/^1 files not removed, first: Error: ELOOP/);
    expect(await readdir(dir)).toEqual(["loop"]);
  });

  test("folder that cannot be listed is an error of pruning", async () => {
    const file = path.join(dir, "file");
    await writeFile(file, "");
    await expect(new InputCache(file, 100).prune()).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  test("of two jobs at the same time is there for both, until the last lets go", async () => {
    const cache = new InputCache(dir, 10);
    const both = await Promise.all([cache.pin(input("a plate"), never), cache.pin(input("a plate"), never)]);
    for (const { file } of both) expect(await readFile(file, "utf8")).toBe("a plate");
    expect(await readdir(dir)).toEqual([input("a plate").sha256]);
    // Whoever lets go twice lets go once.
    both[0].release();
    both[0].release();
    await fill(cache, input("another one"));
    expect(here(input("a plate"))).toBe(true);
    both[1].release();
    await fill(cache, input("a third one"));
    expect(here(input("a plate"))).toBe(false);
  });

  test.each<[string, Partial<LeaseInput>, string]>([
    ["longer than", { bytes: 6 }, "longer than the file that was promised"],
    ["shorter than", { bytes: 8 }, "not the file that was promised"],
    ["another one than", { sha256: "0".repeat(64) }, "not the file that was promised"],
  ])("that is %s promised is not to be had, and nothing of it stays", async (_name, promise, reason) => {
    const hold = new InputCache(dir, 100).pin(input("a plate", promise), never);
    const error: unknown = await hold.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(InputUnavailable);
    expect(error).toHaveProperty("message", expect.stringContaining(reason));
    expect(await readdir(dir)).toEqual([]);
  });

  test.each([403, 404, 500])("to which the store says %i is not to be had", async (status) => {
    instead = (_req, res) => res.writeHead(status).end("<Error/>");
    await expect(new InputCache(dir, 100).pin(input("a plate"), never)).rejects.toThrow(
      new InputUnavailable(`the store answered ${status} for input inp_1`),
    );
    expect(await readdir(dir)).toEqual([]);
  });

  test("whose connection breaks off half-way is not to be had, and nothing of it stays", async () => {
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

  test("that is given up in the middle leaves nothing", async () => {
    instead = (_req, res) => void res.writeHead(200).write("a p");
    const stop = new AbortController();
    const hold = new InputCache(dir, 10).pin(input("a plate"), stop.signal);
    const seen = expect(hold).rejects.toThrow("cancelled");
    await vi.waitFor(async () => expect(await readdir(dir)).toHaveLength(1));
    stop.abort(new Error("cancelled"));
    await seen;
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("a cache that grows over its size", () => {
  const [a, b, c, d] = ["aaaa", "bbbb", "cccc", "dddd"] as const;
  const left = () => [a, b, c, d].filter((content) => here(input(content)));

  test("lets go of the least recently used, and of no more than it must", async () => {
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

  test("never lets go of one that is held, whatever it costs", async () => {
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

  test("one that could not be had is not held", async () => {
    const cache = new InputCache(dir, 8);
    await expect(cache.pin(input(a, { bytes: 5 }), never)).rejects.toThrow(InputUnavailable);
    await fill(cache, input(a), input(b), input(c));
    expect(left()).toEqual([b, c]);
  });

  test("an input that alone is larger is had all the same", async () => {
    const { file } = await new InputCache(dir, 2).pin(input(a), never);
    expect(await readFile(file, "utf8")).toBe(a);
  });

  test("what a worker left half-fetched when it died goes; what is being fetched stays", async () => {
    const [dead, coming] = [path.join(dir, "dead.part"), path.join(dir, "coming.part")];
    await Promise.all([writeFile(dead, "half"), writeFile(coming, "half")]);
    const longAgo = Date.now() / 1000 - 600;
    await utimes(dead, longAgo, longAgo);
    await fill(new InputCache(dir, 100), input(a));
    expect([dead, coming].map((file) => existsSync(file))).toEqual([false, true]);
  });
});
