import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { findPython, runProgram } from "../setup/python.ts";
import { startTestPlatform } from "../setup/platform.ts";

const FOLDER = path.join(import.meta.dirname, "../../plugins/maya");
/** The Python and Qt of Maya 2025. */
const PYSIDE = path.join(import.meta.dirname, "../../.tools/pyside/bin/python");
const PANEL = "test_panel";

const python = findPython();
if (python === undefined) console.log("skipped: no Python from 3.10 on, so the Maya plug-in is not tested");
const hasQt = existsSync(PYSIDE);
if (!hasQt) console.log("skipped: no PySide6 here (npm run pyside:install), so the panel for Maya is not opened");
const modules = readdirSync(path.join(FOLDER, "tests"))
  .filter((name) => /^test_.*\.py$/.test(name))
  .map((name) => name.replace(/\.py$/, ""))
  .filter((name) => (name === PANEL ? hasQt : python !== undefined));

let platform: Platform | undefined;
beforeAll(async () => {
  if (modules.length > 0) platform = await startTestPlatform("maya");
});
afterAll(() => platform?.stop());

describe.skipIf(modules.length === 0)("the Maya plug-in, against a stand-in for Maya", () => {
  test.concurrent.each(modules)("%s", async (module) => {
    const { code, output } = await runProgram(
      module === PANEL ? PYSIDE : (python ?? ""),
      ["-m", "unittest", "-v", `tests.${module}`],
      {
        cwd: FOLDER,
        env: {
          PEGBAR_TEST_PLATFORM: path.join(platform?.dir ?? "", "platform.json"),
          PYTHONDONTWRITEBYTECODE: "1",
          QT_QPA_PLATFORM: "offscreen",
        },
      },
    );
    expect(code, output).toBe(0);
    expect(output).toMatch(/^Ran [1-9]\d* tests? in/m);
    expect(output).not.toContain("does not name a running platform");
  });
});
