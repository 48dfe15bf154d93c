import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readImports } from "../../scripts/layers/imports.ts";
import { findCycles, findUpwardImports } from "../../scripts/layers/rules.ts";
import { findReplaced } from "../../scripts/words/find.ts";
import { ROOT } from "../setup/docs.ts";

describe("the layers of core", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "pegbar-layers-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Imports in a folder with these files. */
  const importsOf = (files: Record<string, string>) => {
    const root = mkdtempSync(path.join(folder, "case-"));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    return readImports(root);
  };

  test("are correct", () => {
    const imports = readImports(path.join(ROOT, "packages/core/src"));
    expect(imports.length).toBeGreaterThan(900);
    expect([...findUpwardImports(imports), ...findCycles(imports)]).toEqual([]);
  });

  test.each([
    ["a value", 'import { a } from "../../job/submit.ts";'],
    ["a type", 'import type { A } from "../../job/submit.ts";'],
    ["a re-export", 'export * from "../../job/submit.ts";'],
    ["a type in place", 'export type A = import("../../job/submit.ts").A;'],
    ["over several lines", 'import {\n  a,\n} from "../../job/submit.ts";'],
  ])("an import of a higher layer is found: %s", (_name, text) => {
    const found = findUpwardImports(importsOf({ "studio/show/index.ts": text, "job/submit.ts": "" }));
    expect(found).toEqual(["studio/show/index.ts imports job/submit.ts: studio is below job"]);
  });

  test("imports of a lower layer, of the same layer and of tables are allowed", () => {
    const text = 'import "../../platform/id.ts"; import "../tenant/index.ts"; import "../../schema/show.sql.ts";';
    const imports = importsOf({ "studio/show/index.ts": `import { a } from "../../platform/id.ts";\n${text}` });
    expect(imports).not.toEqual([]);
    expect(findUpwardImports(imports)).toEqual([]);
  });

  test("a file outside of the layers is found", () => {
    expect(findUpwardImports(importsOf({ "more/a.ts": 'import { b } from "../job/b.ts";' }))).toEqual([
      expect.stringContaining("more/a.ts is in none of the layers"),
    ]);
  });

  test("a cycle of domains is found, also a long one, with its imports", () => {
    const cycles = findCycles(
      importsOf({
        "job/a/index.ts": 'import { b } from "../b/index.ts";',
        "job/b/index.ts": 'import type { C } from "../c/index.ts";',
        "job/c/index.ts": 'import { a } from "../a/index.ts";',
      }),
    );
    expect(cycles).toEqual([expect.stringMatching(/^cycle of job\/a, job\/b, job\/c: .*c\/index.ts imports job\/a/)]);
  });

  test("files of one domain may import each other", () => {
    const files = { "job/a/index.ts": 'import { b } from "./b.ts";', "job/a/b.ts": 'import { a } from "./index.ts";' };
    expect(findCycles(importsOf(files))).toEqual([]);
  });
});

test("a replaced word is found, with its replacement", () => {
  expect(findReplaced("Newest first.\nThe default lane, unless told otherwise.")).toEqual([
    { line: 2, text: "unless told", write: "default: …" },
  ]);
  expect(findReplaced("Jobs are queued by default.")).toEqual([]);
  expect(findReplaced("A file beside it.")).toEqual([]);
  expect(findReplaced("A file beside it.", { isDocumentation: true })).toMatchObject([{ line: 1, text: "beside" }]);
});
