import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@pegbar/local/platform/addresses.ts";
import { createTemporaryFolder, type Scope } from "../scope.ts";

/** Starts comfy-api-proxy in front of a ComfyUI. Returns its address. */
export async function startProxy(scope: Scope, bin: string, comfyui: string): Promise<string> {
  const port = await freePort();
  const state = createTemporaryFolder(scope, "pegbar-bench-proxy-");
  const args = ["run", "--comfyui", comfyui, "--port", String(port), "--state-dir", state];
  const child = spawn(path.join(bin, "comfy-api-proxy"), args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
  const ended = once(child, "close");
  scope.defer(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break;
    try {
      if ((await fetch(`${url}/api/v2/health`)).ok) return url;
    } catch {
      // It does not listen yet. If it never does, the error below has its output.
    }
    await sleep(100);
  }
  throw new Error(`comfy-api-proxy did not start: ${said}`);
}
