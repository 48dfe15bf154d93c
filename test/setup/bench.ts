import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fastFlags } from "@pegbar/local/platform/fast-start.ts";
import { ROOT } from "./docs.ts";

/** Runs `npm run bench` without npm, with its temporary folders below `folder`. */
export function startBench(args: readonly string[], folder: string) {
  const child = spawn(process.execPath, [...fastFlags, path.join(ROOT, "bench/run.ts"), ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => (out.push(chunk), said.push(chunk)));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const closed = once(child, "close");
  return {
    pid: child.pid ?? 0,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Returns standard output and standard error so far, in order. */
    said: () => Buffer.concat(said).toString(),
    /** Waits for the exit. @returns the exit status and the lines of standard output */
    ended: async () => {
      const [exit] = (await closed) as [number | null];
      return { exit, lines: Buffer.concat(out).toString().trimEnd().split("\n") };
    },
  };
}
