import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { bundle } from "../../functions/scripts/bundle.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "pegbar-bundles-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const ONLY_FOR_QLDB = /^(amazon-qldb|ion-|jsbi$|@aws-sdk\/client-qldb)/;

test("npm start and npm run demo load nothing of QLDB by default", async () => {
  const imports: string[] = [];
  const root = path.join(import.meta.dirname, "../../..");
  await build({
    absWorkingDir: root,
    entryPoints: ["start.ts", "demo.ts", "process/*.ts"].map((name) => `packages/local/src/${name}`),
    bundle: true,
    write: false,
    outdir: scratch,
    platform: "node",
    format: "esm",
    logLevel: "silent",
    plugins: [
      {
        name: "workspaces",
        setup({ onResolve }) {
          // Follows Pegbar's own packages only; web is built separately.
          onResolve({ filter: /^[^./]/ }, ({ path: name, kind, importer }) => {
            if (kind === "entry-point") return undefined;
            if (/^@pegbar\/(?!web|qldb)/.test(name)) return undefined;
            imports.push(`${kind} of ${name} in ${path.relative(root, importer)}`);
            return { path: name, external: true };
          });
        },
      },
    ],
  });
  const ofQldb = imports.filter((one) => / of (@pegbar\/qldb|amazon-qldb|ion-|jsbi|@aws-sdk\/client-qldb)/.test(one));
  expect(ofQldb).toEqual(["dynamic-import of @pegbar/qldb in packages/functions/src/sequencer/mirror.ts"]);
});

test("the sequencer for QLDB contains all dependencies, and loads them when it uses them", async () => {
  const built = await bundle("sequencer/lambda.ts", path.join(scratch, "with-qldb.mjs"), { qldb: true });
  expect([...built.allParts.keys()]).toEqual(expect.arrayContaining(["amazon-qldb-driver-nodejs", "ion-js"]));
  expect([...built.parts.keys()].filter((name) => ONLY_FOR_QLDB.test(name))).toEqual([]);
});
