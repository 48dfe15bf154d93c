import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildFastEnvironment } from "@pegbar/local/platform/fast-start.ts";
import { bundleCommand } from "../../packages/cli/scripts/bundle.ts";
import { findOldestNode } from "./oldest-node.ts";

/** The command as it is shipped: it starts in a third of the time, and a test file starts it a hundred times. */
const folder = mkdtempSync(path.join(tmpdir(), "pegbar-command-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const MAIN = await bundleCommand(folder);
const NODE = findOldestNode() ?? process.execPath;

export interface Ran {
  exit: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command in a separate process, with a minimal environment. */
export function createPegbarCommand(env: Record<string, string>, cwd: string) {
  const start = (...args: string[]) => {
    const child = spawn(NODE, [MAIN, ...args], {
      cwd,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: cwd,
        XDG_CONFIG_HOME: path.join(cwd, "config"),
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
