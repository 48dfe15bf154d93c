import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const main = new URL("../../packages/witness/src/main.ts", import.meta.url).pathname;

/** Creates a witness like a studio's: a separate process with its own folder. */
export async function startWitness(logKeys: readonly string[], name = "witness.test.example") {
  const dir = mkdtempSync(path.join(tmpdir(), "pegbar-witness-"));
  const run = (...given: string[]) => [main, ...given, "--dir", dir];
  const keys = execFileSync(process.execPath, run("key", "--name", name), { encoding: "utf8" })
    .trim()
    .split("\n");
  let child: ChildProcess | undefined;
  const start = async (port = 0): Promise<string> => {
    const made = spawn(
      process.execPath,
      run("serve", "--port", String(port), ...logKeys.flatMap((key) => ["--log", key])),
    );
    child = made;
    let said = "";
    for await (const part of made.stdout.iterator({ destroyOnReturn: false })) {
      said += String(part);
      const url = /listening on (\S+)\n/.exec(said)?.[1];
      if (url === undefined) continue;
      made.stdout.resume();
      return url;
    }
    throw new Error(`the witness did not start: ${said}`);
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  return {
    name,
    keys,
    start,
    kill,
    async stop() {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
