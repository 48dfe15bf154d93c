import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openAsBlob } from "node:fs";
import sharp from "sharp";
import { pegbar as createClient, type SequenceProgress } from "@pegbar/sdk";
import { findSequence, uploadSequencePath } from "@pegbar/sdk/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPegbarCommand, type Ran } from "../setup/cli.ts";
import { createActions } from "../setup/work.ts";

/** The commands for batches as a user types them. */
const SHOT = ["-s", "HARBOR/sq010/sh010"];
let api: TestApi;
let folder: string;
let pegbar: ReturnType<typeof createPegbarCommand>;
let actions: ReturnType<typeof createActions>;

beforeAll(async () => {
  api = await startApi();
  await api.studios.member("lumen", "artist");
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-batches-"));
  const token = await api.issuer.sign("artist@lumen.example");
  pegbar = createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: token }, folder);
  actions = createActions(api.studios);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await api.stop();
});

const splitLine = (line: string): string[] => line.split(" ");
const json = ({ stdout }: Ran) => JSON.parse(stdout) as Record<string, unknown>;
const batch = (...args: string[]) => pegbar.run("batch", ...args);
const submit = (...args: string[]) => batch("submit", args[0] ?? "", ...SHOT, ...args.slice(1));
const claim = async () => {
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to do");
  return lease;
};
const countRows = async () => (await api.footprint()).rows;
const waitFor = async (isTrue: () => Promise<boolean>) => {
  for (let round = 0; round < 400; round++) {
    if (await isTrue()) return;
    await sleep(25);
  }
  throw new Error("it did not happen within 10 s");
};

let colour = 0;
/** Pictures that no other test has uploaded. */
async function writePlates(name: string, files: readonly string[], size = { width: 32, height: 16 }): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  for (const file of files) {
    const background = { r: colour % 256, g: (colour >> 8) % 256, b: 90 };
    colour++;
    const bytes = await sharp({ create: { ...size, channels: 3, background } })
      .png()
      .toBuffer();
    await writeFile(path.join(folder, name, file), bytes);
  }
}
const listPlates = (count: number, padding = 4) =>
  Array.from({ length: count }, (_, index) => `plate.${String(index + 1).padStart(padding, "0")}.png`);

describe("steps", () => {
  it("continue with results of earlier ones, each with its own values", async () => {
    const made = await submit(
      "paint-text",
      ...splitLine("-f 1-2 --first-step lines -p prompt=lines --seed per-frame:3"),
      ...splitLine("--step colour=paint-layout -i colour.layout=@lines -p colour.prompt=a.b=c --seed colour=7"),
      ...splitLine("--step again=paint-text -p again.prompt=x --after again=colour --json"),
    );
    expect(made.exit, made.stderr).toBe(0);
    const { id, jobs, request } = json(made);
    expect(jobs).toBe(6);
    expect(request).toMatchObject({
      step: "lines",
      parameters: { prompt: "lines" },
      seed: { kind: "perFrame", seed: 3 },
      steps: [
        {
          name: "colour",
          parameters: { prompt: "a.b=c" },
          seed: { kind: "fixed", seed: 7 },
          inputs: { layout: { step: "lines" } },
          after: [],
        },
        { name: "again", after: ["colour"] },
      ],
    });
    expect((await batch("cancel", String(id))).exit).toBe(0);
  });

  it.each([
    [
      "--step colour=paint-layout -p colour.prompt=x",
      "Step colour: The workflow needs the input",
      "-i colour.layout=FILE",
    ],
    ["--step colour=paint-text -p color.prompt=x", 'There is no step "color"', "Did you mean"],
    ["--step a=paint-text --step a=paint-text", "Two steps have the name a.", ""],
    ["--step a=paint-text -p a.promt=x", "Step a: The workflow has no parameter", "prompt"],
    ["--step a=paint-text --after b=first", 'There is no step "b"', "first, a"],
    ["--step a=paint-text -p a.prompt=x", "continues with no earlier step", ""],
  ])("%s is refused with what to write", async (options, message, hint) => {
    const before = await countRows();
    const { exit, stderr } = await submit("paint-text", "-f", "1-2", "-p", "prompt=x", ...splitLine(options));
    expect(exit).not.toBe(0);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(await countRows()).toEqual(before);
  });
});

describe("bad input", () => {
  it("is refused before anything is uploaded or submitted, with what to write", async () => {
    await writePlates("gaps", ["plate.0001.png", "plate.0002.png", "plate.0004.png"]);
    await writePlates("paddings", ["a.1.png", "a.2.png", "a.0003.png", "a.0004.png"]);
    await writePlates("sizes", listPlates(3));
    await writePlates("sizes", ["plate.0004.png"], { width: 64, height: 16 });
    await writePlates("two", ["a.1.png", "a.2.png", "b.1.png", "b.2.png"]);
    const before = await countRows();
    const layout = (files: string, frames = "1-4") => ["paint-layout", "-f", frames, "-i", `layout=${files}`];
    for (const [said, ...args] of [
      [/Invalid --frames "1\.\.4":[^]*Write "1-4"/, "paint-text", "-f", "1..4"],
      [/needs frames, a grid[^]*-f 1-48/, "paint-text"],
      [/no parameter "promt"[^]*Did you mean "prompt"/, "paint-text", "-f", "1-2", "-k", "promt=1:a"],
      [/--stop-after[^]*10%/, "paint-text", "-f", "1-2", "--stop-after", "many"],
      [/"layout" has no picture for 1 of 4 frames: 3\./, ...layout("gaps/plate.####.png")],
      [/different padding: "a\.1\.png" and "a\.0003\.png"/, ...layout("paddings")],
      [/2 sizes: 32 × 16 in frames 1-3, 64 × 16 in frame 4\. Scale/, ...layout("sizes/plate.%04d.png")],
      [/two contains 2 sequences: a\.#\.png, b\.#\.png\. Choose one/, ...layout("two")],
      [/No file matches sizes\/plate\.##\.png\. Did you mean plate\.####\.png/, ...layout("sizes/plate.##.png")],
      [/"\*"[^]*plate\.####\.exr/, ...layout("sizes/plate.*.png")],
      [/Cannot read missing\.png: no such file/, ...layout("missing.png")],
      [/needs the input "layout"/, "paint-layout", "-f", "1-4"],
    ] as const) {
      const refused = await submit(...args);
      expect(refused, `${args.join(" ")}\n${refused.stderr}`).toMatchObject({ exit: 2, stdout: "" });
      expect(refused.stderr, args.join(" ")).toMatch(said);
    }
    expect(await batch("prioritise", "bat_1")).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("--priority"),
    });
    expect(await batch("show", "bat_01JYB4X2K0000000000000000A")).toMatchObject({ exit: 5 });
    expect(await pegbar.run("pull", "HARBOR/sq010", "out")).toMatchObject({ exit: 2 });
    expect(await pegbar.run("pull", "HARBOR/sq010/sh999", "out")).toMatchObject({ exit: 5 });
    expect(await countRows()).toEqual(before);
  });

  it("that only the platform knows names the option that was typed", async () => {
    const twice = await submit("paint-text", "-f", "1-2", "-p", "prompt=a", "-k", "prompt=1:b");
    expect(twice).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('Invalid -k prompt: "prompt" is set by parameters'),
    });
    await writeFile(path.join(folder, "some.csv"), "1;5\n2;6\n");
    const missing = await submit("paint-text", "-f", "1-3", "-p", "prompt=a", "--seed", "@some.csv", "--json");
    expect(missing).toMatchObject({ exit: 2, stdout: "" });
    expect(JSON.parse(missing.stderr)).toMatchObject({
      code: "parameters_invalid",
      message: expect.stringContaining('Invalid --seed "@some.csv": The seed table has no seed for frame 3'),
      errors: [{ pointer: "/seed" }],
    });
  });
});

describe("a batch", () => {
  it("is estimated, submitted with an image sequence, shown, retried, and rendered again in part", async () => {
    await writePlates("plates", listPlates(6));
    await writeFile(path.join(folder, "keys.json"), '{"1": 0.2, "6": 0.7}');
    const args = splitLine(
      "paint-layout -f 1-6 -p prompt=dusk -k strength=@keys.json@ease --seed increment:7:10 -i layout=plates " +
        "--order coarse:4 --stop-after never --label take=4 --name first",
    );
    const estimate = await submit(...args, "--estimate");
    expect(estimate).toMatchObject({ exit: 0 });
    expect(estimate.stderr).toContain("plates/plate.####.png: 6 files");
    expect(estimate.stderr).toContain("6 uploaded, 0 already uploaded (sqc_");
    expect(estimate.stdout).toMatch(/^jobs +6\nreused +none\n[^]*cost +\$[^]*remaining \(member\)/m);
    const submitted = await submit(...args, "--idempotency-key", "k1", "--json");
    expect(submitted.stderr).toContain("0 uploaded, 6 already uploaded");
    const { id } = json(submitted) as { id: string };
    expect(json(await submit(...args, "--idempotency-key", "k1", "--json"))).toMatchObject({ id, jobs: 6 });
    const order: (number | null)[] = [];
    for (let count = 0; count < 6; count++) {
      const lease = await claim();
      const { frame, parameters } = await actions.job(await api.studios.member("lumen", "artist"), lease.jobId);
      order.push(frame);
      expect(parameters["seed"]).toBe(7 + 10 * ((frame ?? 0) - 1));
      if (frame === 2 || frame === 3) await actions.fail(lease, 10);
      else await actions.complete(lease, 10);
    }
    expect(order.slice(0, 2)).toEqual([1, 5]);
    const shown = await batch("show", id);
    expect(shown.stdout).toContain("4 succeeded, 2 failed");
    expect(shown.stdout).toContain("\n1 #XX###\n# succeeded  X failed\n");
    expect(shown.stdout).toMatch(/failed 2, 3: shapes differ/);
    expect(shown.stdout).toMatch(/cost +\$0\.0\d+ so far, \$0\.0000 reserved/);
    expect(json(await batch("show", id, "--json"))).toMatchObject({
      id,
      failures: [{ frames: "2, 3", jobIds: [expect.any(String), expect.any(String)] }],
    });
    expect((await batch("list", "--shot", "HARBOR/sq010")).stdout).toContain(id);
    expect((await batch("retry", id, "-f", "2")).stdout).toContain("1 job changed");
    expect((await batch("pause", id)).stdout).toContain("is paused: 1 held, 4 succeeded, 1 failed");
    expect((await batch("resume", id)).stdout).toContain("is active");
    expect((await batch("prioritise", id, "--priority", "-5")).stdout).toContain("1 job changed");
    expect((await batch("prioritise", id, "--priority", "5")).exit).toBe(4);
    await actions.complete(await claim(), 10);
    expect((await batch("retry", id)).stdout).toContain("1 job changed");
    await actions.complete(await claim(), 10);
    const retake = await batch("retake", id, "-f", "5", "-p", "prompt=storm", "--json");
    expect(json(retake)).toMatchObject({ retakeOf: id, counts: { succeeded: 5, queued: 1 } });
    expect((await batch("show", String(json(retake)["id"]))).stdout).toContain("\n1 ====.=\n= reused  . queued\n");
    expect((await batch("cancel", String(json(retake)["id"]))).stdout).toContain("1 job changed");
    expect(await batch("retake", id, "-f", "9", "-p", "prompt=storm")).toMatchObject({ exit: 4 });
    expect(await batch("retake", id, "-f", "5")).toMatchObject({ exit: 2 });
    const reused = await submit(...args, "--estimate");
    expect(reused.stdout).toMatch(/reused +6, free of charge/);
  });

  it("of variants has a map of them, and --wait ends with the code of its failures", async () => {
    const { child, ended, said } = pegbar.start(
      ...splitLine("batch submit paint-text --grid seed=1,2 -p prompt=a --stop-after never --wait"),
      ...SHOT,
    );
    child.stdin.end();
    await waitFor(async () => said.stderr.includes("2 queued"));
    await actions.complete(await claim(), 10);
    await actions.fail(await claim(), 10);
    const ran = await ended;
    expect(ran).toMatchObject({ exit: 7, stderr: expect.stringContaining("1 of the jobs of bat_") });
    expect((await batch("show", ran.stdout.trim())).stdout).toMatch(/\n0 #X\n|\n0 X#\n/);
  });
});

describe("an upload", () => {
  it("that was killed is continued, and later sends only new files", async () => {
    await writePlates("long", listPlates(40));
    const args = ["paint-layout", "-f", "1-40", "-i", "layout=long/plate.####.png", "--estimate"];
    const rows = async () =>
      (
        await api.admin`select count(*)::int as all, count(*) filter (where status = 'verified')::int as verified from input
          where filename like 'plate.00%' and created_at > ${began}`
      )[0] as { all: number; verified: number };
    const began = new Date();
    const { child, ended } = pegbar.start("batch", "submit", ...args.slice(0, 1), ...SHOT, ...args.slice(1));
    await waitFor(async () => (await rows()).all === 40);
    child.kill("SIGKILL");
    expect((await ended).exit).toBe(null);
    const again = await submit(...args);
    expect(again).toMatchObject({ exit: 0 });
    expect(await rows()).toEqual({ all: 40, verified: 40 });
    await writePlates("long", ["plate.0041.png", "plate.0042.png"]);
    await writeFile(path.join(folder, "long/plate.0043.png"), await readFile(path.join(folder, "long/plate.0001.png")));
    const more = await submit("paint-layout", "-f", "1-43", "-i", "layout=long", "--estimate");
    expect(more.stderr).toContain("43 files");
    expect(more.stderr).toContain("2 uploaded, 41 already uploaded");
  });
});

describe("uploadSequence", () => {
  const connect = async () => createClient({ baseUrl: api.url, token: await api.issuer.sign("artist@lumen.example") });

  it("reports files and bytes, can be cancelled, and continues", async () => {
    const client = await connect();
    await writePlates("sdk", listPlates(12));
    const found = await findSequence(path.join(folder, "sdk"));
    const stop = new AbortController();
    const stopped = uploadSequencePath(client, found, {
      signal: stop.signal,
      onProgress: ({ phase }) => phase === "uploading" && stop.abort(new Error("enough")),
    });
    await expect(stopped).rejects.toThrow("enough");
    const seen: SequenceProgress[] = [];
    const made = await uploadSequencePath(client, found, { onProgress: (progress) => void seen.push(progress) });
    expect(made).toMatchObject({ count: 12, frames: "1-12", missing: "", width: 32, height: 16 });
    const last = seen.at(-1);
    expect(last).toMatchObject({ phase: "done", files: { done: 12, total: 12 } });
    expect(last?.bytes.done).toBe(last?.bytes.total);
    expect(seen.map(({ files }) => files.done)).toEqual(seen.map(({ files }) => files.done).toSorted((a, b) => a - b));
    expect(await uploadSequencePath(client, found)).toMatchObject({ id: made.id });
  });

  it("names the files that the platform refuses, and makes no sequence", async () => {
    await writePlates("damaged", listPlates(3));
    const file = path.join(folder, "damaged/plate.0002.png");
    await writeFile(file, (await readFile(file)).subarray(0, 70));
    const count = async () => (await api.admin`select count(*)::int as n from image_sequence`)[0];
    const before = await count();
    await expect(uploadSequencePath(await connect(), path.join(folder, "damaged"))).rejects.toMatchObject({
      code: "sequence_invalid",
      errors: [{ code: "input_damaged", message: expect.stringMatching(/^plate\.0002\.png: /) }],
    });
    const draft = {
      pattern: "a.#.txt",
      files: [{ frame: 1, name: "keys.json", open: () => openAsBlob(path.join(folder, "keys.json")) }],
    };
    await expect((await connect()).uploadSequence(draft)).rejects.toMatchObject({
      errors: [{ code: "input_type_not_supported" }],
    });
    expect(await count()).toEqual(before);
  });
});

describe("pull", () => {
  it("--follow saves results as they finish, and continues after the process was killed", async () => {
    const { id } = json(await submit("paint-text", "-f", "1-4", "-p", "prompt=pull", "--json")) as { id: string };
    const out = path.join(folder, "renders");
    const start = () => pegbar.start("pull", id, "renders", "--follow", "--json");
    const first = start();
    const made = new Map<string, Buffer>();
    const complete = async () => {
      const lease = await claim();
      await actions.complete(lease, 10);
      const { frame } = await actions.job(await api.studios.member("lumen", "artist"), lease.jobId);
      made.set(`000${frame}.png`, Buffer.from(lease.attemptId));
    };
    await complete();
    await complete();
    const names = async () => (await readdir(out).catch(() => [])).filter((name) => name.endsWith(".png"));
    await waitFor(async () => (await names()).length === 2);
    first.child.kill("SIGKILL");
    await first.ended;
    await complete();
    const second = start();
    await waitFor(async () => (await names()).length === 3);
    await complete();
    const ran = await second.ended;
    expect(ran).toMatchObject({ exit: 0 });
    const lines = ran.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { kept: boolean; frame: number });
    expect(lines.map(({ kept }) => kept).toSorted()).toEqual([false, false, true, true]);
    const saved = (await names()).toSorted();
    expect(saved).toHaveLength(4);
    for (const name of saved)
      expect(await readFile(path.join(out, name)), name).toEqual(made.get(name.slice(-"0001.png".length)));
    const shot = await pegbar.run("pull", "HARBOR/sq010/sh010", "latest");
    expect(shot.stdout.trim().split("\n")).toHaveLength(4);
    expect((await pegbar.run("pull", "HARBOR/sq010/sh010", "first", "--only-version", "1")).stderr).toContain(".v001.");
    expect(await pegbar.run("pull", "HARBOR/sq010/sh010", "none", "--only-version", "99")).toMatchObject({ exit: 5 });
  });
});
