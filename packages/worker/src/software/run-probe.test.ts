import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runProbe } from "./run-probe.ts";

const hasPython = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).status === 0;
if (!hasPython) console.warn("skipped: no python3 of version 3.10 or later here");
const hasDriver = existsSync("/proc/driver/nvidia/version");

let dir: string;
let customNodes: string;
let pack: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "pegbar-probe-"));
  customNodes = path.join(dir, "custom_nodes");
  pack = path.join(customNodes, "pack");
  mkdirSync(pack, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const put = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
  writeFileSync(path.join(dir, file), text);
};
const probe = (env: Record<string, string> = {}, timeoutMs?: number) =>
  runProbe({
    python: "python3",
    comfyui: dir,
    customNodes,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
const git = (folder: string, ...args: string[]) =>
  execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b.example", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
const commit = (folder: string) => {
  git(folder, "init", "-q");
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "one");
  return git(folder, "rev-parse", "HEAD");
};

describe.skipIf(!hasPython)("the probe, run by the Python of this machine", () => {
  test("finds Python's version, and packages and CUDA without importing them", async () => {
    for (const [name, version] of Object.entries({ torch: "2.8.0", flash_attn: "2.8.3", requests: "9.9" }))
      put(
        `site/${name}-${version}.dist-info/METADATA`,
        `Metadata-Version: 2.1\nName: ${name.replace("_", "-")}\nVersion: ${version}\n`,
      );
    put(
      "site/torch/version.py",
      "from typing import Optional\n__version__ = '2.8.0+cu128'\ncuda: Optional[str] = '12.8'\nhip = None\n",
    );
    put("site/torch/__init__.py", "raise SystemExit('imported')");
    const found = await probe({ PYTHONPATH: path.join(dir, "site") });
    expect(found).toMatchObject({
      python: execFileSync("python3", ["-c", "import platform; print(platform.python_version())"], {
        encoding: "utf8",
      }).trim(),
      cuda: "12.8",
      packages: { torch: "2.8.0", "flash-attn": "2.8.3" },
    });
    expect(found.packages).not.toHaveProperty("requests");
  });

  test.skipIf(hasDriver)(
    "asks nvidia-smi for the driver where the kernel does not say, and knows none without both",
    async () => {
      put("bin/nvidia-smi", "#!/bin/sh\necho 570.86.15\necho 570.86.15\n");
      chmodSync(path.join(dir, "bin/nvidia-smi"), 0o755);
      const PATH = `${path.join(dir, "bin")}:${process.env["PATH"]}`;
      expect((await probe({ PATH })).driver).toBe("570.86.15");
      put("bin/nvidia-smi", "#!/bin/sh\necho NVIDIA-SMI has failed\nexit 9\n");
      expect(await probe({ PATH })).not.toHaveProperty("driver");
    },
  );

  test("finds commits as git does, on a branch, packed, detached and in a worktree, and no password", async () => {
    put("main.py", "");
    put("custom_nodes/pack/__init__.py", "NODES = 1\n");
    const head = commit(pack);
    git(pack, "remote", "add", "origin", "https://noa:secret@git.example/studio/pack.git");
    git(pack, "remote", "add", "fork", "https://git.example/fork/pack.git");
    const read = async () =>
      (await probe()).customNodes?.map(({ name, commit, repository }) => [name, commit, repository]);
    const expected = ["pack", head, "https://git.example/studio/pack"];
    expect(await read()).toEqual([expected]);
    git(pack, "pack-refs", "--all");
    git(pack, "gc", "-q");
    expect(await read()).toEqual([expected]);
    git(pack, "worktree", "add", "-q", "-b", "side", path.join(customNodes, "side"));
    git(pack, "checkout", "-q", "--detach");
    expect(await read()).toEqual([expected, ["side", head, "https://git.example/studio/pack"]]);
    expect(JSON.stringify(await probe())).not.toContain("secret");
    put(".gitignore", "custom_nodes\n");
    expect(await probe()).not.toHaveProperty("comfyuiCommit");
    const own = commit(dir);
    expect((await probe()).comfyuiCommit).toBe(own);
  });

  test("lists folders and files that ComfyUI loads, with the hash of their sources", async () => {
    put("custom_nodes/pack/__init__.py", "NODES = 1\n");
    put("custom_nodes/pack/deep/b-side.py", "NODES = 2\n");
    put("custom_nodes/pack/deep/a.py", "NODES = 3\n");
    put("custom_nodes/pack/.hidden/x.py", "");
    put("custom_nodes/pack/deep/.x.py", "");
    put("custom_nodes/pack/README.md", "");
    put("custom_nodes/pack/pyproject.toml", '[project]\nname = "pack"\nversion = "1.2.3"\n[tool.x]\nversion = "9"\n');
    put("custom_nodes/single.py", "NODES = 1\n");
    put("custom_nodes/empty/notes.txt", "");
    for (const unused of [
      "old.disabled/__init__.py",
      "__pycache__/x.py",
      ".git/x.py",
      "websocket_image_save.py",
      "example.py.example",
    ])
      put(`custom_nodes/${unused}`, "");
    const sum = (command: string) => execFileSync("sh", ["-c", command], { cwd: pack, encoding: "utf8" }).split(" ")[0];
    expect((await probe()).customNodes).toEqual([
      { name: "empty" },
      {
        name: "pack",
        version: "1.2.3",
        sha256: sum("find . -name '*.py' -type f -not -path '*/.*' | LC_ALL=C sort | xargs sha256sum | sha256sum"),
      },
      { name: "single", sha256: sum("sha256sum < ../single.py") },
    ]);
  });

  test("keeps what it found before its time limit", async () => {
    execFileSync("mkfifo", [path.join(pack, "pyproject.toml")]);
    const found = await probe({}, 2000);
    expect(found).toMatchObject({ python: expect.any(String), packages: expect.any(Object) });
    expect(found).not.toHaveProperty("customNodes");
  });
});

test("a Python that is missing or fails is reported", async () => {
  const options = { comfyui: dir, customNodes, env: {} };
  await expect(runProbe({ ...options, python: "/no/such/python" })).rejects.toThrow(
    "/no/such/python did not describe its packages",
  );
  await expect(runProbe({ ...options, python: "/bin/false" })).rejects.toThrow(
    "/bin/false did not describe its packages",
  );
});
