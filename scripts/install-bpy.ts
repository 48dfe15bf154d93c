import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/**
 * Installs releases of PyPI's `bpy`, which is Blender as a Python module, each with the Python that it needs:
 * `node scripts/install-bpy.ts 5.2.3 4.2.23`. They are in `.tools/bpy-VERSION`. Ends with 1 if one cannot be installed.
 */
const PYTHONS: Record<string, string> = { "4.2.23": "3.11", "5.0.1": "3.11", "5.2.3": "3.13" };

/** A Python of exactly this release: on the path, or among pyenv's. */
function findPython(release: string): string | undefined {
  const isUsable = (command: string) => {
    const probe = `import sys, venv; sys.exit(sys.version_info[:2] != (${release.replace(".", ", ")}))`;
    return spawnSync(command, ["-c", probe], { stdio: "ignore" }).status === 0;
  };
  const versions = path.join(process.env["PYENV_ROOT"] ?? path.join(homedir(), ".pyenv"), "versions");
  const pyenv = existsSync(versions)
    ? readdirSync(versions)
        .filter((name) => name.startsWith(`${release}.`))
        .map((name) => path.join(versions, name, "bin/python"))
    : [];
  return [`python${release}`, "python3", ...pyenv].find(isUsable);
}

function install(version: string): void {
  const release = PYTHONS[version];
  if (release === undefined)
    throw new Error(`bpy ${version} is not known here. Known: ${Object.keys(PYTHONS).join(", ")}`);
  const folder = path.join(import.meta.dirname, "../.tools", `bpy-${version}`);
  const python = findPython(release);
  if (python === undefined) throw new Error(`bpy ${version} needs Python ${release}, which is not here`);
  const run = (command: string, ...args: string[]) => {
    const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr.trim().split("\n").at(-1) ?? `${command} failed`);
  };
  run(python, "-m", "venv", folder);
  run(
    path.join(folder, "bin/python"),
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    `bpy==${version}`,
  );
}

for (const version of process.argv.slice(2)) {
  try {
    install(version);
  } catch (error) {
    console.log(
      `skipped: bpy ${version} cannot be installed: ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
  }
}
