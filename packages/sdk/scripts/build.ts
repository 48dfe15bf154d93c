import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const here = path.join(import.meta.dirname, "..");
const dist = path.join(here, "dist");
const root = path.join(here, "../..");

/**
 * Builds JavaScript and types into `dist`, with a package.json to publish from there: `npm publish packages/sdk/dist`.
 */
rmSync(dist, { recursive: true, force: true });
const tsc = path.join(
  path.dirname(createRequire(path.join(root, "package.json")).resolve("typescript/package.json")),
  "bin/tsc",
);
// The package of frames first, because the SDK's types need it. It is published within the SDK.
const frames = path.join(dist, "node_modules/@pegbar/frames");
mkdirSync(frames, { recursive: true });
for (const config of ["tsconfig.frames.json", "tsconfig.build.json"]) {
  const { status } = spawnSync(process.execPath, [tsc, "-p", path.join(here, config)], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

const {
  private: _private,
  devDependencies: _dev,
  ...published
} = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8")) as Record<string, unknown>;
const entry = (name: string) => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
const manifest = {
  ...published,
  exports: {
    ".": entry("index"),
    "./hash": entry("hash"),
    "./content-type": entry("content-type"),
    "./workflow-file": entry("workflow-file/index"),
    "./delivery": entry("delivery/index"),
    "./node": entry("node/index"),
  },
  files: ["**/*.js", "**/*.d.ts", "openapi.json"],
  bundleDependencies: ["@pegbar/frames"],
};
const { name, version, license, type } = JSON.parse(
  readFileSync(path.join(root, "packages/frames/package.json"), "utf8"),
) as Record<string, unknown>;
writeFileSync(
  path.join(frames, "package.json"),
  `${JSON.stringify({ name, version, license, type, exports: { ".": { types: "./index.d.ts", default: "./index.js" } } }, null, 2)}\n`,
);
writeFileSync(path.join(dist, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const file of ["README.md", "openapi.json"]) copyFileSync(path.join(here, file), path.join(dist, file));
copyFileSync(path.join(root, "LICENSE"), path.join(dist, "LICENSE"));
console.log(dist);
