import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export const ROOT = path.join(import.meta.dirname, "../..");
export const PLATFORM = path.join(ROOT, ".sst/platform");
const TOOLS = path.join(ROOT, ".sst/tools");

/** SST's platform is embedded in its program, and requires these versions of bun and Pulumi. */
const BUN = "1.2.1";
const PULUMI = "v3.215.0";

const SYSTEMS: Record<string, string> = { linux: "linux", darwin: "darwin", win32: "windows" };
const PROCESSORS: Record<string, string> = { x64: "x64", arm64: "aarch64" };

/**
 * Installs SST's platform, the providers' SDKs and their types into `.sst`, from the npm registry, without an account
 * or Pulumi. Does nothing if the versions of sst.config.ts are installed.
 */
export function install(): void {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "node_modules/sst/package.json"), "utf8")) as {
    version: string;
  };
  const wanted = `${version}\n${readFileSync(path.join(ROOT, "sst.config.ts"), "utf8").match(/providers: [^]*?\n {6}\}/)?.[0]}`;
  const mark = path.join(ROOT, ".sst/installed");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted && existsSync(path.join(PLATFORM, "node_modules")))
    return;
  const bin = path.join(TOOLS, "sst/bin");
  mkdirSync(bin, { recursive: true });
  placeBun(bin);
  writeFileSync(path.join(bin, "pulumi"), `#!/bin/sh\necho ${PULUMI}\n`);
  chmodSync(path.join(bin, "pulumi"), 0o755);
  const done = spawnSync(
    process.execPath,
    [path.join(ROOT, "node_modules/sst/bin/sst.mjs"), "install", "--stage", "dev-plan"],
    {
      cwd: ROOT,
      encoding: "utf8",
      env: {
        ...process.env,
        XDG_CONFIG_HOME: TOOLS,
        PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`,
        SST_TELEMETRY_DISABLED: "1",
        DO_NOT_TRACK: "1",
      },
    },
  );
  if (done.status !== 0) throw new Error(`SST could not be installed: ${done.stdout}${done.stderr}`);
  writeFileSync(mark, wanted);
}

function placeBun(bin: string): void {
  const target = path.join(bin, process.platform === "win32" ? "bun.exe" : "bun");
  if (existsSync(target)) return;
  const name = `@oven/bun-${SYSTEMS[process.platform]}-${PROCESSORS[process.arch]}`;
  execFileSync("npm", ["install", "--prefix", TOOLS, "--no-save", "--no-audit", "--no-fund", `${name}@${BUN}`], {
    stdio: "pipe",
    shell: process.platform === "win32",
  });
  copyFileSync(path.join(TOOLS, "node_modules", name, "bin", path.basename(target)), target);
  chmodSync(target, 0o755);
}
