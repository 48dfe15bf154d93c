import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ImageSnapshot, type ClassReviews } from "@pegbar/comfyui";
import { choosePorts } from "@pegbar/local/platform/addresses.ts";
import { buildPreviewEnvironment } from "@pegbar/local/platform/comfyui.ts";
import { describePreviewImage } from "@pegbar/local/preview/image.ts";
import { superviseRemotely } from "@pegbar/worker/process/supervised.ts";
import { bundlePrograms } from "../../images/programs.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("skipped: no python3 here");

/** Stands in for ComfyUI's `main.py`: has the node classes of the enabled custom nodes, except of `broken`. */
const MAIN = `
  import { existsSync } from "node:fs";
  import { createServer } from "node:http";
  const flag = (name) => process.argv.find((one) => one.startsWith(name + "="))?.slice(name.length + 1);
  if (process.argv.includes("--die")) { console.log("CUDA is missing"); process.exit(3); }
  const at = process.argv.indexOf("--whitelist-custom-nodes");
  const nodes = at < 0 ? [] : process.argv.slice(at + 1).filter((one, i, all) => !all.slice(0, i + 1).some((x) => x.startsWith("-")));
  const objectInfo = { LoadImage: { python_module: "nodes" } };
  for (const name of nodes) if (name !== "broken") objectInfo["Of_" + name] = { python_module: "custom_nodes." + name };
  if (process.argv.includes("--newer")) objectInfo.BrandNew = { python_module: "comfy_extras.nodes_new" };
  const answers = { "/system_stats": { system: { comfyui_version: "9.9.9", argv: process.argv }, devices: [] }, "/object_info": objectInfo };
  if (process.argv.includes("--lame")) console.log("IMPORT FAILED: nodes_canny.py");
  if (!existsSync(flag("--input-directory"))) throw new Error("a node that lists its inputs finds no folder");
  createServer((req, res) => res.end(JSON.stringify(answers[req.url]))).listen(Number(flag("--port")), "127.0.0.1");
`;

let dir: string;
let port: number;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "pegbar-golden-"));
  port = (await choosePorts(0, 0)).api;
  writeFileSync(path.join(dir, "main.mjs"), MAIN);
  await bundlePrograms(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs the program as the build of the image does. */
async function snapshot(env: Record<string, string>) {
  const file = path.join(dir, "image.json");
  rmSync(file, { force: true });
  const run = spawn(process.execPath, [path.join(dir, "snapshot.mjs"), file], {
    env: {
      PATH: process.env["PATH"] ?? "",
      COMFYUI_DIR: path.join(dir, "comfyui"),
      COMFYUI_PORT: String(port),
      ...env,
    },
  });
  const ended = new Promise<number | null>((resolve) => run.once("exit", resolve));
  const [out, err, code] = await Promise.all([text(run.stdout), text(run.stderr), ended]);
  return {
    code,
    said: out + err,
    found: existsSync(file) ? ImageSnapshot.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined,
  };
}

const locked = (...nodes: { name: string; classes?: ClassReviews }[]) => {
  const file = path.join(dir, "nodes.lock.json");
  const commit = "c".repeat(40);
  const full = nodes.map(({ name, classes = { [`Of_${name}`]: { kind: "plain" } } }) => ({
    name,
    repository: `https://git.example/${name}`,
    commit,
    classes,
  }));
  writeFileSync(file, JSON.stringify({ nodes: full }));
  return {
    COMFYUI_MAIN: path.join(dir, "main.mjs"),
    COMFYUI_PYTHON: process.execPath,
    COMFYUI_NODES_LOCK: file,
    COMFYUI_FLAGS: '["--cpu"]',
  };
};

describe("the golden image's snapshot, taken while it is built", () => {
  test("contains the preview renderer's version and classes", async () => {
    const env = buildPreviewEnvironment({ dir, index: 0, port, modelFolder: dir, paceMs: undefined });
    const { code, found, said } = await snapshot(env);
    expect(code, said).toBe(0);
    expect(found).toEqual(JSON.parse(JSON.stringify(describePreviewImage())));
  });

  test("contains the custom nodes of the lock and no others, with the reviews of their classes", async () => {
    const classes: ClassReviews = { Of_more: { kind: "network", reason: "downloads a file" } };
    const { code, found, said } = await snapshot(locked({ name: "pack" }, { name: "more", classes }));
    expect(code, said).toBe(0);
    expect(Object.keys(found?.objectInfo ?? {})).toEqual(["LoadImage", "Of_pack", "Of_more"]);
    expect(found?.customNodes.map((node) => [node.name, node.classes])).toEqual([
      ["pack", { Of_pack: { kind: "plain" } }],
      ["more", classes],
    ]);
  });

  test("fails the build for a class without a review, of a custom node or of ComfyUI, with its name", async () => {
    const env = { ...locked({ name: "pack", classes: {} }), COMFYUI_FLAGS: '["--cpu","--newer"]' };
    const { code, found, said } = await snapshot(env);
    expect([code, found]).toEqual([1, undefined]);
    expect(said).toContain("pack has the class Of_pack, which its lock does not review. Add it to classes.");
    expect(said).toContain("ComfyUI's class BrandNew has no review.");
  });

  test("fails the build for a custom node whose import fails, with its name and without a snapshot", async () => {
    const { code, found, said } = await snapshot(locked({ name: "pack" }, { name: "broken" }));
    expect([code, found]).toEqual([1, undefined]);
    expect(said).toContain("The custom node broken brings no class: its import failed");
  });

  test("fails the build for a node of ComfyUI whose import fails", async () => {
    const { code, found, said } = await snapshot({ ...locked(), COMFYUI_FLAGS: '["--lame"]' });
    expect([code, found]).toEqual([1, undefined]);
    expect(said).toContain("ComfyUI could not import: IMPORT FAILED: nodes_canny.py");
  });

  test("reports how ComfyUI exited, and its last lines", async () => {
    const { code, found, said } = await snapshot({ ...locked(), COMFYUI_FLAGS: '["--die"]' });
    expect([code === 0, found]).toEqual([false, undefined]);
    expect(said).toMatch(/CUDA is missing[\s\S]*ComfyUI ended with 3 before it answered/);
  });

  test("refuses an invalid lock before anything starts", async () => {
    const env = locked();
    writeFileSync(env.COMFYUI_NODES_LOCK, '{"nodes":[{"name":"pack"}]}');
    const { code, said } = await snapshot(env);
    expect(code).not.toBe(0);
    expect(said).toMatch(/COMFYUI_NODES_LOCK.*is not a valid lock file/);
  });

  test("names the variable of a missing lock, or of one that is not JSON", async () => {
    const env = locked();
    writeFileSync(env.COMFYUI_NODES_LOCK, "{");
    for (const file of [env.COMFYUI_NODES_LOCK, path.join(dir, "none.json")]) {
      const { code, said } = await snapshot({ ...env, COMFYUI_NODES_LOCK: file });
      expect(code).not.toBe(0);
      expect(said).toContain(`COMFYUI_NODES_LOCK, ${file}, could not be read as JSON: `);
    }
  });
});

describe("the bundled programs of the images", () => {
  test("the supervisor starts ComfyUI, is healthy when it answers, and stops it when it stops", async () => {
    const env = {
      ...locked({ name: "pack" }),
      PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`,
      COMFYUI_DIR: path.join(dir, "work"),
      COMFYUI_PORT: String(port),
      COMFYUI_SUPERVISOR: path.join(dir, "supervisor.sock"),
    };
    const health = async () => {
      const run = spawn(path.join(import.meta.dirname, "../../images/comfyui/health"), { env });
      return new Promise<number | null>((resolve) => run.once("exit", resolve));
    };
    expect(await health()).toBe(1);
    const supervisor = spawn(process.execPath, [path.join(dir, "supervisor.mjs")], { env });
    const ended = new Promise<number | null>((resolve) => supervisor.once("exit", resolve));
    try {
      await expect.poll(health, { timeout: 20_000 }).toBe(0);
    } finally {
      supervisor.kill("SIGTERM");
    }
    expect(await ended).toBe(0);
    expect(await health()).toBe(1);
  });

  test.skipIf(!hasPython)("the supervisor tells what ComfyUI's Python and the lock know", async () => {
    const socket = path.join(dir, "machine.sock");
    const main = path.join(dir, "main.py");
    writeFileSync(main, "import time\ntime.sleep(60)\n");
    const env = {
      ...locked({ name: "pack" }),
      PATH: `${path.dirname(process.execPath)}:${process.env["PATH"]}`,
      COMFYUI_MAIN: main,
      COMFYUI_PYTHON: "python3",
      COMFYUI_DIR: path.join(dir, "machine"),
      COMFYUI_SUPERVISOR: socket,
    };
    const supervisor = spawn(process.execPath, [path.join(dir, "supervisor.mjs")], { env });
    const ended = new Promise<number | null>((resolve) => supervisor.once("exit", resolve));
    const comfyui = superviseRemotely("http://127.0.0.1:1/", socket);
    try {
      await expect
        .poll(() => comfyui.readMachineFacts(), { timeout: 20_000 })
        .toEqual({
          python: expect.stringMatching(/^3\.\d+/),
          packages: expect.any(Object),
          customNodes: expect.any(Array),
          lock: [{ name: "pack", repository: "https://git.example/pack", commit: "c".repeat(40) }],
        });
    } finally {
      await comfyui.close();
      supervisor.kill("SIGTERM");
    }
    expect(await ended).toBe(0);
  });

  test("the worker lists missing variables, and the importer prints its usage", async () => {
    const said = async (name: string) => {
      const run = spawn(process.execPath, [path.join(dir, `${name}.mjs`)], { env: {} });
      return text(run.stderr);
    };
    expect(await said("worker")).toContain("SST_RESOURCE_LightQueue is not set");
    expect(await said("importer")).toContain("pegbar-models import --manifest");
  });
});
