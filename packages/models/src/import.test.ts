import { appendFile, mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { freshStore, type FreshStore, sha256 } from "../test/fresh-store.ts";
import { openGate } from "../test/gate.ts";
import { type ImportEvent, importModels, type ImportOptions } from "./import.ts";
import { type Manifest, formatName, readManifest, type SourceModel } from "./manifest.ts";
import { verifyModels } from "./verify.ts";

let store: FreshStore;
beforeEach(async () => {
  store = await freshStore();
});
afterEach(() => store.stop());

const run = (models: SourceModel[], options: Partial<ImportOptions> = {}) =>
  importModels({
    manifest: { version: 1, models },
    dir: store.dir,
    client: store.client,
    bucket: store.bucket,
    ...options,
  });
const fileOf = (model: SourceModel) => path.join(store.dir, formatName(model));
const hashOn = async (model: SourceModel) => sha256(await readFile(fileOf(model)));
const listed = async () => (await readManifest(store.dir))?.models.map(formatName);

describe("import", () => {
  it("imports missing models, and lists them", async () => {
    const models = [
      await store.model("z.safetensors", 300_000),
      await store.model("sub/a.safetensors", 10),
      await store.model("empty.pt", 0, "vae"),
    ];
    expect(await readManifest(store.dir)).toBeUndefined();
    const result = await run(models);
    expect(result).toMatchObject({ present: [], failed: [] });
    expect(result.imported.toSorted()).toEqual(models.map(formatName).toSorted());
    for (const model of models) expect(await hashOn(model)).toBe(model.sha256);
    expect(await listed()).toEqual(["checkpoints/sub/a.safetensors", "checkpoints/z.safetensors", "vae/empty.pt"]);
    const text = await readFile(path.join(store.dir, "manifest.json"), "utf8");
    const [first] = (JSON.parse(text) as Manifest).models;
    expect(Object.keys(first ?? {}).toSorted()).toEqual(["bytes", "fileName", "folder", "importedAt", "sha256"]);
    expect(await store.drafts()).toEqual([]);
    expect(await verifyModels({ dir: store.dir })).toEqual([]);
  });

  it("a second import does nothing, without a request to the bucket", async () => {
    const models = [await store.model("a.pt"), await store.model("b.pt")];
    await run(models);
    const file = path.join(store.dir, "manifest.json");
    const before = [await stat(file), await stat(fileOf(models[0]!))];
    const result = await run(models, { bucket: "no-such-bucket" });
    expect(result).toEqual({ imported: [], present: ["checkpoints/a.pt", "checkpoints/b.pt"], failed: [] });
    const after = [await stat(file), await stat(fileOf(models[0]!))];
    for (const [index, { ino, mtimeMs }] of before.entries()) expect(after[index]).toMatchObject({ ino, mtimeMs });
  });

  it("keeps existing entries", async () => {
    await run([await store.model("b.pt")]);
    await run([await store.model("a.pt")]);
    expect(await listed()).toEqual(["checkpoints/a.pt", "checkpoints/b.pt"]);
  });

  it("takes keys from the manifest, or from prefix and name", async () => {
    const content = Buffer.from("weights");
    const model = { folder: "loras", sha256: sha256(content), bytes: content.length };
    await store.put("models/loras/a.pt", content);
    await store.put("anywhere", content);
    const result = await run(
      [
        { ...model, fileName: "a.pt" },
        { ...model, fileName: "b.pt", key: "anywhere" },
      ],
      { prefix: "models/" },
    );
    expect(result.imported.toSorted()).toEqual(["loras/a.pt", "loras/b.pt"]);
  });

  it("a failed model leaves no file, is reported with its difference, and does not stop the others", async () => {
    const [changed, long, short, good] = [
      await store.model("changed.pt"),
      await store.model("long.pt"),
      await store.model("short.pt"),
      await store.model("good.pt"),
    ];
    const absent = { ...good, fileName: "absent.pt" };
    const wrong = "0".repeat(64);
    const { imported, failed } = await run([
      { ...changed, sha256: wrong },
      absent,
      { ...long, bytes: 999 },
      { ...short, bytes: 1001 },
      good,
    ]);
    expect(imported).toEqual(["checkpoints/good.pt"]);
    const messages = Object.fromEntries(failed.map(({ name, error }) => [name, error.message]));
    expect(messages).toEqual({
      "checkpoints/changed.pt": `SHA-256 ${wrong} expected, ${changed.sha256} found`,
      "checkpoints/absent.pt": expect.stringContaining("absent.pt does not exist"),
      "checkpoints/long.pt": "999 bytes expected, 1000 found",
      "checkpoints/short.pt": "1001 bytes expected, 1000 found",
    });
    expect(await store.drafts()).toEqual([]);
    expect(await verifyModels({ dir: store.dir })).toEqual([]);
    expect(await listed()).toEqual(["checkpoints/good.pt"]);
  });

  it("accepts an existing file with the same content", async () => {
    const model = await store.model("a.pt");
    await run([model]);
    await rm(path.join(store.dir, "manifest.json"));
    expect(await run([model], { bucket: "no-such-bucket" })).toMatchObject({ present: ["checkpoints/a.pt"] });
    expect(await listed()).toEqual(["checkpoints/a.pt"]);
  });

  it.each([
    ["longer", 5],
    ["as long", 1000],
  ])("refuses a file with other content (%s), and replaces it only with the option", async (_, bytes) => {
    const model = await store.model("a.pt");
    await mkdir(path.dirname(fileOf(model)));
    await writeFile(fileOf(model), Buffer.alloc(bytes));
    const { failed } = await run([model]);
    expect(failed[0]?.error.message).toContain(`${fileOf(model)} already exists with other content`);
    expect(await readFile(fileOf(model))).toEqual(Buffer.alloc(bytes));
    expect(await run([model], { replace: true })).toMatchObject({ imported: ["checkpoints/a.pt"] });
    expect(await hashOn(model)).toBe(model.sha256);
    expect(await verifyModels({ dir: store.dir })).toEqual([]);
  });

  it("trusts a listed file with the same size and time, and hashes others", async () => {
    const model = await store.model("a.pt");
    await run([model]);
    const { mtime } = await stat(fileOf(model));
    await writeFile(fileOf(model), Buffer.alloc(model.bytes));
    await utimes(fileOf(model), mtime, mtime);
    expect(await run([model])).toMatchObject({ present: ["checkpoints/a.pt"] });
    await utimes(fileOf(model), mtime, new Date(mtime.getTime() + 5000));
    expect((await run([model])).failed).toHaveLength(1);
  });

  it("refuses another version of a listed model", async () => {
    await run([await store.model("a.pt")]);
    const { failed } = await run([await store.model("a.pt")]);
    expect(failed[0]?.error.message).toContain("--replace");
  });

  it("resumes after a broken connection", async () => {
    const gate = await openGate(inject("storeUrl"));
    const client = new S3Client({
      endpoint: gate.url,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      forcePathStyle: true,
    });
    try {
      const model = await store.model("a.pt", 3_000_000);
      gate.cut(1_000_000);
      expect(await run([model], { client })).toMatchObject({ imported: ["checkpoints/a.pt"] });
      expect(await hashOn(model)).toBe(model.sha256);
      expect(gate.ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    } finally {
      client.destroy();
      await gate.stop();
    }
  });

  it("reports the start and end of every file, and bytes in between", async () => {
    const events: ImportEvent[] = [];
    await run([await store.model("a.pt", 500_000)], { report: (event) => events.push(event) });
    expect(events[0]).toEqual({ kind: "start", name: "checkpoints/a.pt", bytes: 500_000 });
    expect(events.at(-2)).toEqual({ kind: "progress", name: "checkpoints/a.pt", bytes: 500_000, received: 500_000 });
    expect(events.at(-1)?.kind).toBe("imported");
  });

  it("requires an existing store with a readable manifest", async () => {
    const dir = path.join(store.dir, "typo");
    await expect(run([], { dir })).rejects.toThrow(/typo does not exist\. Mount the store there, or create the folder/);
    await expect(stat(dir)).rejects.toThrow("ENOENT");
    await writeFile(path.join(store.dir, "manifest.json"), "{");
    await expect(run([])).rejects.toThrow(/manifest\.json is not JSON[^]*Remove it and import again/);
  });
});

describe("verify", () => {
  it("finds changed, missing and unlisted files, and ignores studios and hidden files", async () => {
    const [changed, longer, missing] = [
      await store.model("changed.pt"),
      await store.model("longer.pt"),
      await store.model("missing.pt"),
    ];
    await run([changed, longer, missing, await store.model("good.pt")]);
    const { mtime } = await stat(fileOf(changed));
    await writeFile(fileOf(changed), Buffer.alloc(changed.bytes));
    await utimes(fileOf(changed), mtime, mtime);
    await appendFile(fileOf(longer), "x");
    await rm(fileOf(missing));
    for (const name of ["loras/sub/extra.pt", "loras/ten_01JAAAAAAAAAAAAAAAAAAAAAAA/own.pt", "loras/.nfs01"]) {
      await mkdir(path.dirname(path.join(store.dir, name)), { recursive: true });
      await writeFile(path.join(store.dir, name), "x");
    }
    const findings = await verifyModels({ dir: store.dir });
    expect(findings.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "changed checkpoints/changed.pt",
      "changed checkpoints/longer.pt",
      "missing checkpoints/missing.pt",
      "unlisted loras/sub/extra.pt",
    ]);
  });

  it("reports that nothing was imported", async () => {
    await expect(verifyModels({ dir: store.dir })).rejects.toThrow("Import models first.");
  });
});
