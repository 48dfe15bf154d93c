import { spawn, spawnSync } from "node:child_process";

/** Pythons that may be installed, newest first. Plug-ins need 3.10, because Blender 3.4 and Maya 2024 bring 3.10. */
const NAMES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
const PROBE = "import ssl, sys; print(sys.executable); sys.exit(sys.version_info < (3, 10))";

/** The program of a Python of at least 3.10, not a script that finds one; undefined if none is installed. */
export function findPython(): string | undefined {
  for (const name of NAMES) {
    const { status, stdout } = spawnSync(name, ["-c", PROBE], { encoding: "utf8" });
    if (status === 0) return stdout.trim() || name;
  }
  return undefined;
}

/** The exit code and everything that a program printed. */
export interface Ran {
  code: number | null;
  output: string;
}

/** Runs a program to its end. */
export function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 240_000 }: { cwd: string; env?: Record<string, string>; timeoutMs?: number },
): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, timeout: timeoutMs });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
