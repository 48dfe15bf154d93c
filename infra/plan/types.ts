import { spawnSync } from "node:child_process";
import path from "node:path";
import { install, ROOT } from "./install.ts";

/** Type check of sst.config.ts and infra/ against SST's real declarations. Ignores errors within SST. */
install();
const { stdout } = spawnSync(
  process.execPath,
  [
    path.join(ROOT, "node_modules/typescript/bin/tsc"),
    "-p",
    path.join(ROOT, "infra/tsconfig.json"),
    "--pretty",
    "false",
  ],
  { cwd: ROOT, encoding: "utf8" },
);
// An error starts at column 1; its explanation is indented below.
const ours: string[] = [];
let isOurs = false;
for (const line of stdout.split("\n")) {
  if (/^\S/.test(line)) isOurs = !line.startsWith(".sst/");
  if (isOurs && line !== "") ours.push(line);
}
if (ours.length > 0) console.error(ours.join("\n"));
process.exit(ours.length > 0 ? 1 : 0);
