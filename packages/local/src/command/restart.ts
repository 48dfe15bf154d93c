import { spawn } from "node:child_process";
import { once } from "node:events";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Runs this process's command again in a new process, passes signals on to it, and exits as it exits. */
export async function restartProcess(): Promise<never> {
  const next = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], { stdio: "inherit" });
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => next.kill(signal));
  }
  const [code] = (await once(next, "exit")) as [number | null];
  process.exit(code ?? 1);
}
