import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { ComfyPython } from "./find-python.ts";
import { MachineFacts } from "./machine-facts.ts";
import { parseRemoteUrl } from "./remote-url.ts";

const Text = z.string().optional();
const FoundNode = z.object({ name: z.string(), remote: Text, commit: Text, version: Text, sha256: Text });

/** A line that `probe.py` prints. The remote of a custom node may contain a password, and does not leave this file. */
const Line = MachineFacts.omit({ lock: true, failure: true }).extend({ customNodes: z.array(FoundNode).optional() });

/** A probe takes a fraction of a second, unless a disk or the driver does not respond. In milliseconds. */
const TIMEOUT_MS = 10_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** Images have the script next to the bundled program. */
const readScript = (): string => readFileSync(path.join(import.meta.dirname, "probe.py"), "utf8");

interface Options extends ComfyPython {
  env: Record<string, string>;
  account?: { uid: number; gid: number } | undefined;
  timeoutMs?: number;
}

/**
 * Runs `probe.py` with ComfyUI's Python, environment and account. The script comes by standard input, because the account
 * may not be allowed to read its file.
 * @returns what it found within the time limit
 * @throws Error if it found nothing
 */
export async function runProbe(options: Options): Promise<MachineFacts> {
  const { python, comfyui, customNodes, env, account, timeoutMs = TIMEOUT_MS } = options;
  const script = readScript();
  const { output, failure } = await new Promise<{ output: string; failure: Error | null }>((resolve) => {
    const child = execFile(
      python,
      ["-", comfyui, customNodes],
      {
        // Python imports from its working directory first, and nodes can write to ComfyUI's.
        cwd: path.parse(comfyui).root,
        env,
        ...account,
        timeout: timeoutMs,
        killSignal: "SIGKILL",
        maxBuffer: MAX_OUTPUT_BYTES,
      },
      (failure, output) => resolve({ output, failure }),
    );
    // It may exit before it has read the script; then `failure` has the reason.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(script);
  });
  const lines = output.split("\n").flatMap(parseLine);
  if (lines.length === 0) throw new Error(`${python} did not describe its packages`, { cause: failure });
  const { customNodes: found, ...facts }: z.infer<typeof Line> = Object.assign({}, ...lines) as z.infer<typeof Line>;
  return { ...facts, ...(found ? { customNodes: found.map(hideRemote) } : {}) };
}

function hideRemote({ remote, ...node }: z.infer<typeof FoundNode>) {
  const repository = remote === undefined ? undefined : parseRemoteUrl(remote);
  return { ...node, ...(repository === undefined ? {} : { repository }) };
}

function parseLine(line: string): z.infer<typeof Line>[] {
  try {
    return [Line.parse(JSON.parse(line))];
  } catch {
    // The last line of a probe that was stopped, or one that something printed when Python started.
    return [];
  }
}
