import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findProblem } from "../../scripts/licences/policy.ts";
import { ROOT } from "../setup/docs.ts";

const run = (...flags: string[]) =>
  new Promise<{ exit: number; said: string; wrong: string }>((resolve) => {
    const child = execFile(process.execPath, ["scripts/licences.ts", ...flags], { cwd: ROOT }, (_, said, wrong) =>
      resolve({ exit: child.exitCode ?? -1, said, wrong }),
    );
  });

test("every production package has an allowed licence, and npm run check tests it", async () => {
  const { exit, said, wrong } = await run("--all");
  expect([exit, wrong]).toEqual([0, ""]);
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8")) as Lock;
  // Bundled for Lambda, the command line, and the portal.
  for (const name of ["hono", "@contentauth/c2pa-node", "commander", "react-dom"])
    expect(said).toContain(` ${name}@${packages[`node_modules/${name}`]?.version}`);
  expect(said).not.toMatch(/ (vitest|oxfmt|buffers)@/);
  expect(readFileSync(path.join(ROOT, "scripts/check.ts"), "utf8")).toContain('"scripts/licences.ts"');
});

interface Lock {
  lockfileVersion: number;
  packages: Record<
    string,
    { version?: string; license?: unknown; dev?: boolean; dependencies?: Record<string, string> }
  >;
}

describe("a planted package", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "pegbar-licences-"));
    cpSync(path.join(ROOT, "package-lock.json"), path.join(root, "package-lock.json"));
    mkdirSync(path.join(root, "images/comfyui"), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const plant = (place: string, entry: Lock["packages"][string]) => {
    const file = path.join(root, "package-lock.json");
    const lock = JSON.parse(readFileSync(file, "utf8")) as Lock;
    lock.packages[place] = { version: "1.0.0", ...entry };
    writeFileSync(file, JSON.stringify(lock));
  };
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };

  test("fails without a licence, also in another package's folder", async () => {
    plant("node_modules/hono/node_modules/planted", {});
    expect(await run("--root", root)).toMatchObject({
      exit: 1,
      wrong: expect.stringContaining("planted@1.0.0 declares no licence"),
    });
  });

  test("fails with a licence that is not on the list", async () => {
    plant("node_modules/@planted/copyleft", { license: "AGPL-3.0-only" });
    expect(await run("--root", root)).toMatchObject({
      exit: 1,
      wrong: expect.stringContaining("@planted/copyleft@1.0.0 is under AGPL-3.0-only, which is not allowed"),
    });
  });

  test("passes as a dependency of development only", async () => {
    plant("node_modules/planted", { license: "AGPL-3.0-only", dev: true });
    expect(await run("--root", root)).toMatchObject({ exit: 0, wrong: "" });
  });

  test("fails when the source imports a dependency of development", async () => {
    write("packages/shop/package.json", '{ "name": "@pegbar/shop", "dependencies": { "zod": "4" } }');
    write(
      "packages/shop/src/index.ts",
      'import "zod";\nimport { planted } from "planted/deep";\nimport "node:fs";\nplanted();',
    );
    write("packages/shop/src/page.css", '@import "sheets";');
    write("packages/shop/src/index.test.ts", 'import "tests-may";');
    const { exit, wrong } = await run("--root", root);
    expect(exit).toBe(1);
    expect(wrong.match(/^ {2}packages.+ imports \S+/gm)).toEqual([
      "  packages/shop/src/index.ts imports planted,",
      "  packages/shop/src/page.css imports sheets,",
    ]);
  });

  test("of the golden image fails until its licence is known", async () => {
    write(
      "images/comfyui/requirements.lock",
      "Torch_Vision==0.25.0 \\\n    --hash=sha256:00\nnumpy==2.4.0 \\\n    --hash=sha256:11\n",
    );
    write("images/comfyui/licences.json", '{ "numpy": "BSD-3-Clause" }');
    expect(await run("--root", root)).toMatchObject({
      exit: 1,
      wrong: expect.stringMatching(/^ {2}torch-vision@0\.25\.0 declares no licence\n\n/),
    });
    write("images/comfyui/licences.json", '{ "numpy": "BSD-3-Clause", "torch-vision": "BSD-3-Clause" }');
    expect(await run("--root", root)).toMatchObject({
      exit: 0,
      said: expect.stringMatching(
        /Python: 2 production packages\n +2 BSD-3-Clause: numpy@2\.4\.0, torch-vision@0\.25\.0\n/,
      ),
    });
  });

  test("fails for the review of a package that is no longer used", async () => {
    const file = path.join(root, "package-lock.json");
    const lock = JSON.parse(readFileSync(file, "utf8")) as Lock;
    delete lock.packages["node_modules/mediabunny"];
    writeFileSync(file, JSON.stringify(lock));
    expect(await run("--root", root)).toMatchObject({
      exit: 1,
      wrong: expect.stringContaining("no package is named /^mediabunny$/"),
    });
  });
});

test.for([
  ["MIT", undefined],
  ["(MIT OR GPL-3.0-only)", undefined],
  ["(MIT AND GPL-3.0-only)", "a@1 is under (MIT AND GPL-3.0-only), which is not allowed"],
  ["LGPL-3.0-or-later", "a@1 is under LGPL-3.0-or-later, which is not allowed"],
  ["MIT/X11", 'a@1 declares "MIT/X11", which is not an SPDX expression'],
  ["SEE LICENSE IN LICENSE", 'a@1 declares "SEE LICENSE IN LICENSE", which is not an SPDX expression'],
  ["", "a@1 declares no licence"],
  [undefined, "a@1 declares no licence"],
] as const)("%s", ([licence, problem]) => {
  expect(findProblem({ name: "a", version: "1", licence })).toBe(problem);
});

test("a review applies only to the packages that it names", () => {
  const licence = "Apache-2.0 AND LGPL-3.0-or-later";
  expect(findProblem({ name: "@img/sharp-win32-x64", version: "1", licence })).toBeUndefined();
  expect(findProblem({ name: "@img/other", version: "1", licence })).toContain("not allowed");
});
