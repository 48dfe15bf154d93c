import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../test/fresh-store.ts";
import { ContentMismatch, storeFile, TargetTaken } from "./store-file.ts";

const CONTENT = Buffer.from("a model");

let dir: string;
let target: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pegbar-store-"));
  target = path.join(dir, "loras", "sub", "x.pt");
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const store = (options: Partial<Parameters<typeof storeFile>[0]> = {}) =>
  storeFile({
    source: pieces(CONTENT.subarray(0, 3), CONTENT.subarray(3)),
    target,
    sha256: sha256(CONTENT),
    bytes: CONTENT.length,
    draftDir: path.join(dir, ".drafts"),
    ...options,
  });
const drafts = () => readdir(path.join(dir, ".drafts"));

async function* pieces(...all: Uint8Array[]) {
  yield* all;
}

describe("storeFile", () => {
  it("creates the file and its folders", async () => {
    await store();
    expect(await readFile(target)).toEqual(CONTENT);
    expect(await drafts()).toEqual([]);
  });

  it("creates an empty file", async () => {
    await store({ source: pieces(), bytes: 0, sha256: sha256(Buffer.alloc(0)) });
    expect(await readFile(target)).toHaveLength(0);
  });

  it.each([
    ["other content", Buffer.from("a modem"), /SHA-256 \w{64} expected, \w{64} found/],
    ["too little", Buffer.from("a"), "7 bytes expected, 1 found"],
    ["too much", Buffer.from("a model and more"), "7 bytes expected, more found"],
  ])("%s leaves no file", async (_, content, message) => {
    const failed = store({ source: pieces(content) });
    await expect(failed).rejects.toThrow(ContentMismatch);
    await expect(failed).rejects.toThrow(message);
    expect(await drafts()).toEqual([]);
    await expect(readFile(target)).rejects.toThrow("ENOENT");
  });

  it("closes a source that is too long without reading it to its end", async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield CONTENT;
      } finally {
        isClosed = true;
      }
    }
    await expect(store({ source: endless() })).rejects.toThrow(ContentMismatch);
    await expect(store({ source: endless(), signal: new AbortController().signal })).rejects.toThrow(ContentMismatch);
    expect(isClosed).toBe(true);
  });

  it("ten concurrent writers of the same content succeed; one with other content is refused", async () => {
    await Promise.all(Array.from({ length: 10 }, () => store()));
    const other = Buffer.from("another");
    const change = { source: pieces(other), sha256: sha256(other) };
    await expect(store(change)).rejects.toThrow(TargetTaken);
    expect(await readFile(target)).toEqual(CONTENT);
    await store({ ...change, source: pieces(other), replace: true });
    expect(await readFile(target)).toEqual(other);
    expect(await drafts()).toEqual([]);
  });

  it("can be cancelled even if its source hangs", async () => {
    const cancelling = new AbortController();
    async function* hanging() {
      yield CONTENT.subarray(0, 3);
      cancelling.abort(new Error("enough"));
      await new Promise(() => undefined);
    }
    await expect(store({ source: hanging(), signal: cancelling.signal })).rejects.toThrow("enough");
    expect(await drafts()).toEqual([]);
    await expect(store({ signal: cancelling.signal })).rejects.toThrow("enough");
    await expect(readFile(target)).rejects.toThrow("ENOENT");
  });

  it("a failing source leaves no file", async () => {
    async function* failing() {
      yield CONTENT.subarray(0, 3);
      throw new Error("no more");
    }
    await expect(store({ source: failing() })).rejects.toThrow("no more");
    expect(await drafts()).toEqual([]);
  });

  it("refuses to replace a folder", async () => {
    await mkdir(target, { recursive: true });
    await writeFile(path.join(target, "y"), "");
    await expect(store()).rejects.toThrow();
    await expect(store({ replace: true })).rejects.toThrow();
    expect(await drafts()).toEqual([]);
  });
});
