import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { stopProcess } from "./zou.ts";

/** The receiver as a process of its own, and what it printed. */
export function startReceiver(env: Record<string, string>) {
  const lines: string[] = [];
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "../receiver.ts")], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      console.log(`    ${line}`);
    });
  return {
    lines,
    /** Waits for a line that was not waited for before. */
    async until(pattern: RegExp, seconds = 60): Promise<string> {
      for (let tries = 0; tries < seconds * 10; tries++) {
        const at = lines.findIndex((line) => pattern.test(line));
        if (at >= 0) return lines.splice(0, at + 1).at(-1) ?? "";
        if (child.exitCode !== null) break;
        await pause(100);
      }
      throw new Error(`The receiver did not print ${String(pattern)}. It printed:\n${lines.join("\n")}`);
    },
    async exit(): Promise<number> {
      while (child.exitCode === null) await pause(50);
      return child.exitCode;
    },
    stop: () => stopProcess(child),
  };
}
