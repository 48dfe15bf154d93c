import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { freePort } from "@pegbar/local/platform/addresses.ts";

/** Starts {@link file://./bare.ts} and waits until it is ready. */
export async function startBare(adminUrl: string) {
  const port = await freePort();
  const child = fork(path.join(import.meta.dirname, "bare.ts"), [String(port), adminUrl], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  await once(child, "message");
  return { url: new URL(`http://127.0.0.1:${port}/`), stop: () => void child.kill() };
}
