import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { killAll, start } from "../test/command.ts";
import { freshStore, type FreshStore, sha256 } from "../test/fresh-store.ts";
import { type Gate, openGate } from "../test/gate.ts";
import { formatName, readManifest, type SourceModel } from "./manifest.ts";

const MIB = 1024 * 1024;
/** Sufficient for a busy machine. */
const PATIENT = { timeout: 60_000, interval: 20 };
const TIMEOUT = 180_000;

let store: FreshStore;
let gate: Gate;
beforeEach(async () => {
  store = await freshStore();
  gate = await openGate(inject("storeUrl"));
});
afterEach(async () => {
  await killAll();
  await gate.stop();
  await store.stop();
});

const importing = (manifest: string, ...flags: string[]) =>
  start(gate.url, ["import", "--manifest", manifest, "--bucket", store.bucket, "--to", store.dir, ...flags]);
const run = (...args: string[]) => start(gate.url, args).ended;
const fileOf = (model: SourceModel) => path.join(store.dir, formatName(model));
const hashOn = async (model: SourceModel) => sha256(await readFile(fileOf(model)));
/** Waits until this number of files is being copied, each with some bytes. */
const underWay = (files: number) =>
  vi.waitFor(async () => {
    const drafts = await store.drafts();
    expect(drafts).toHaveLength(files);
    for (const draft of drafts) expect((await stat(path.join(store.dir, ".importing", draft))).size).toBeGreaterThan(0);
    return drafts;
  }, PATIENT);

describe("pegbar-models", { timeout: TIMEOUT }, () => {
  it("creates a manifest of a folder, with which the uploaded folder can be imported", async () => {
    const source = await mkdtemp(path.join(tmpdir(), "pegbar-source-"));
    try {
      const [one, two] = [randomBytes(1000), randomBytes(2000)];
      await mkdir(path.join(source, "checkpoints/sd"), { recursive: true });
      await mkdir(path.join(source, "vae"));
      await writeFile(path.join(source, "checkpoints/sd/x.safetensors"), one);
      await writeFile(path.join(source, "vae/y.pt"), two);
      const made = await run("manifest", "--from", source);
      expect(made).toMatchObject({ code: 0, stderr: "checkpoints/sd/x.safetensors: reading\nvae/y.pt: reading\n" });
      await store.put("models.json", made.stdout);
      await store.put("checkpoints/sd/x.safetensors", one);
      await store.put("vae/y.pt", two);
      expect(await importing(`s3://${store.bucket}/models.json`).ended).toMatchObject({ code: 0 });
      expect(sha256(await readFile(path.join(store.dir, "vae/y.pt")))).toBe(sha256(two));
      await writeFile(path.join(source, "loose.safetensors"), one);
      expect(await run("manifest", "--from", source)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/loose\.safetensors: in no folder.*checkpoints\/x\.safetensors/),
      });
    } finally {
      await rm(source, { recursive: true, force: true });
    }
  });

  it("imports by a manifest in S3, lists and verifies", async () => {
    const model = await store.model("sub/a.pt");
    await store.put("lists/models.json", JSON.stringify({ version: 1, models: [model] }));
    const imported = await importing(`s3://${store.bucket}/lists/models.json`).ended;
    expect(imported).toMatchObject({ code: 0, stdout: "" });
    expect(imported.stderr.trim().split("\n")).toEqual([
      "checkpoints/sub/a.pt: started, 1000 bytes",
      "checkpoints/sub/a.pt: imported",
      "1 imported, 0 already there, 0 failed",
    ]);
    expect(await run("verify", "--to", store.dir)).toMatchObject({ code: 0, stdout: "" });
    expect((await run("list", "--to", store.dir)).stdout).toBe(`${model.sha256}  1000  checkpoints/sub/a.pt\n`);
    const json = JSON.parse((await run("list", "--to", store.dir, "--json")).stdout) as unknown;
    expect(json).toEqual(await readManifest(store.dir));
    await writeFile(fileOf(model), "");
    expect(await run("verify", "--to", store.dir)).toMatchObject({
      code: 1,
      stdout: "changed: checkpoints/sub/a.pt: 1000 bytes expected, 0 found\n",
    });
  });

  it("exits 1 with a summary when a model fails", async () => {
    const [good, bad] = [await store.model("good.pt"), await store.model("bad.pt")];
    const { code, stderr } = await importing(await store.manifest([{ ...bad, sha256: "0".repeat(64) }, good])).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("1 imported, 0 already there, 1 failed\nfailed: checkpoints/bad.pt: SHA-256 0000");
    expect(await readdir(path.join(store.dir, "checkpoints"))).toEqual(["good.pt"]);
  });

  it("writes nothing for a malicious manifest", async () => {
    const model = await store.model("good.pt");
    const hostile = await store.manifest([model, { ...model, fileName: "../../escaped.pt" }]);
    const { code, stderr } = await importing(hostile).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("models[1].fileName");
    expect(await readdir(store.dir)).toEqual([]);
  });

  it.each([
    ["", "Command missing."],
    ["constructor", "Unknown command: constructor"],
    ["verify", "--to is missing"],
    ["list --to / --nonsense", "--nonsense"],
    ["import --to / --bucket b --parallel 0", "--parallel"],
  ])("prints its usage: %j", async (line, message) => {
    const { code, stderr } = await run(...line.split(" "));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain("pegbar-models import --manifest");
  });

  it("leaves no partial file when killed, and the next import succeeds and cleans up", async () => {
    const model = await store.model("large.pt", 64 * MIB);
    const manifest = await store.manifest([model]);
    gate.hold(32 * MIB);
    const killed = importing(manifest);
    const [draft = ""] = await underWay(1);
    killed.kill("SIGKILL");
    await killed.ended;
    await expect(stat(fileOf(model))).rejects.toThrow("ENOENT");
    expect(await store.drafts()).toEqual([draft]);
    expect(draft.startsWith(model.sha256)).toBe(true);

    gate.release();
    const recent = await importing(manifest).ended;
    expect(recent).toMatchObject({ code: 0 });
    expect(await hashOn(model)).toBe(model.sha256);
    // Its owner may still be running.
    expect(await store.drafts()).toEqual([draft]);

    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(path.join(store.dir, ".importing", draft), longAgo, longAgo);
    expect(await importing(manifest).ended).toMatchObject({ code: 0 });
    expect(await store.drafts()).toEqual([]);
  });

  it("leaves only complete files under their names when killed at any moment", async () => {
    const models = [];
    for (let index = 0; index < 8; index++) models.push(await store.model(`${index}.pt`, 2 * MIB));
    const manifest = await store.manifest(models);
    for (let round = 0; round < 6; round++) {
      const killed = importing(manifest);
      await vi.waitFor(() => expect(killed.said.stderr).toContain("started"), PATIENT);
      await wait(round * 7);
      killed.kill("SIGKILL");
      await killed.ended;
      const names: string[] = await readdir(path.join(store.dir, "checkpoints")).catch(() => []);
      for (const model of models) if (names.includes(model.fileName)) expect(await hashOn(model)).toBe(model.sha256);
      for (const { fileName } of (await readManifest(store.dir))?.models ?? []) expect(names).toContain(fileName);
    }
    expect(await importing(manifest).ended).toMatchObject({ code: 0 });
    expect(await run("verify", "--to", store.dir)).toMatchObject({ code: 0 });
    expect((await readManifest(store.dir))?.models).toHaveLength(models.length);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("%s cancels, and leaves no draft", async (signal) => {
    const models = [await store.model("a.pt", 4 * MIB), await store.model("b.pt", 4 * MIB), await store.model("c.pt")];
    gate.hold(MIB);
    const cancelled = importing(await store.manifest(models));
    await underWay(2);
    cancelled.kill(signal);
    expect(await cancelled.ended).toMatchObject({ code: 130, stderr: expect.stringMatching(/cancelled\n$/) });
    expect(await store.drafts()).toEqual([]);
    expect(await readdir(store.dir)).toEqual([".importing"]);
  });

  it("two concurrent imports both succeed, and the manifest has the models of both", async () => {
    const [both, one, other] = [
      await store.model("both.pt", 4 * MIB),
      await store.model("one.pt"),
      await store.model("other.pt"),
    ];
    gate.hold(MIB);
    const imports = [
      importing(await store.manifest([both, one]), "--parallel", "1"),
      importing(await store.manifest([both, other]), "--parallel", "1"),
    ];
    await underWay(2);
    gate.release();
    for (const { ended } of imports)
      expect(await ended).toMatchObject({ code: 0, stderr: expect.stringContaining("2 imported") });
    expect((await readManifest(store.dir))?.models.map(formatName)).toEqual([both, one, other].map(formatName));
    expect(await run("verify", "--to", store.dir)).toMatchObject({ code: 0 });
    expect(await store.drafts()).toEqual([]);
  });

  it("prints progress at most once per second", async () => {
    const model = await store.model("a.pt", 16 * MIB);
    gate.hold(8 * MIB);
    const slow = importing(await store.manifest([model]));
    await underWay(1);
    await wait(1500);
    gate.release();
    const { code, stderr } = await slow.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^checkpoints\/a\.pt: \d+ of 16777216 bytes, \d+ %$/m);
    // Two hundred pieces or more were received.
    expect(stderr.split("\n").length).toBeLessThan(60);
  });

  it("explains that nothing can be written", async () => {
    await chmod(store.dir, 0o555);
    const args = ["import", "--manifest", await store.manifest([]), "--bucket", store.bucket, "--to", store.dir];
    // Root can write everywhere.
    const { code, stderr } = await start(gate.url, args, process.getuid?.() === 0 ? 65_534 : undefined).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`Nothing can be written to ${store.dir}`);
    expect(await readdir(store.dir)).toEqual([]);
  });

  it("explains why a folder cannot be the store", async () => {
    const file = path.join(store.dir, "file");
    await writeFile(file, "");
    const failures = { [file]: "is not a folder", [`${file}/a`]: "ENOTDIR", [`${store.dir}/a`]: "does not exist" };
    for (const [dir, reason] of Object.entries(failures)) {
      const args = ["import", "--manifest", await store.manifest([]), "--bucket", store.bucket, "--to", dir];
      const { code, stderr } = await start(gate.url, args).ended;
      expect(code).toBe(1);
      expect(stderr).toContain(dir);
      expect(stderr).toContain(reason);
    }
  });
});
