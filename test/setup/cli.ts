import { spawn } from "node:child_process";
import path from "node:path";
import { buildFastEnvironment } from "@pegbar/local/platform/fast-start.ts";

const MAIN = path.join(import.meta.dirname, "../../packages/cli/src/main.ts");

export interface Ran {
  exit: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command in a separate process, with a minimal environment. */
export function createPegbarCommand(env: Record<string, string>, cwd: string) {
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: cwd,
        XDG_CONFIG_HOME: path.join(cwd, "config"),
        // A test file starts the command a hundred times.
        ...buildFastEnvironment(),
        ...env,
      },
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    const ended = new Promise<Ran>((resolve) => {
      child.once("close", (exit) => resolve({ exit, ...said }));
    });
    return { child, said, ended };
  };
  return {
    start,
    run: (...args: string[]): Promise<Ran> => {
      const { child, ended } = start(...args);
      child.stdin.end();
      return ended;
    },
  };
}
