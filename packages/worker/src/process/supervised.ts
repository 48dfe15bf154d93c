import { request } from "node:http";
import * as z from "zod";
import { sleepUnlessAborted } from "@pegbar/comfyui";
import { MachineFacts } from "../software/machine-facts.ts";
import { ProcessUnavailable, type ComfyProcess, type Exit } from "./comfy-process.ts";

const Memory = z.object({ bytes: z.number().optional() });
const Exits = z.object({
  count: z.int().nonnegative(),
  exit: z.object({ code: z.number().nullable(), signal: z.string().nullable() }).optional(),
});
const Problem = z.object({ detail: z.string() });

const RETRY_MS = 500;
const TIMEOUT_MS = 60_000;

/** Controls a ComfyUI through the supervisor in its container; `socket` is in a folder that both containers share. */
export function superviseRemotely(url: string, socket: string): ComfyProcess {
  const listeners: ((exit: Exit) => void)[] = [];
  const closing = new AbortController();
  let watching: Promise<void> | undefined;
  const notify = (exit: Exit) => {
    for (const listener of listeners) listener(exit);
  };
  const call = (method: string, path: string) => ask(socket, method, path, closing.signal);
  const order = async (path: string) => void (await call("POST", path));

  const watch = async () => {
    let seen: number | undefined;
    while (!closing.signal.aborted) {
      try {
        const { count, exit } = Exits.parse(
          await call("GET", seen === undefined ? "/exits?after=-1" : `/exits?after=${seen}`),
        );
        // A supervisor whose count restarted has exited, together with its container and ComfyUI.
        if (seen !== undefined && exit && count !== seen) notify(exit);
        seen = count;
      } catch {
        // The supervisor has exited or has not started yet. Listeners get an exit, which the worker logs.
        if (closing.signal.aborted) return;
        if (seen !== undefined) notify({ code: null, signal: null });
        seen = undefined;
        await sleepUnlessAborted(RETRY_MS, closing.signal);
      }
    }
  };
  return {
    url,
    canRestart: true,
    async start() {
      await order("/start");
      watching ??= watch();
    },
    restart: () => order("/restart"),
    stop: () => order("/stop"),
    readMemory: async () => Memory.parse(await call("GET", "/memory")).bytes,
    readMachineFacts: async () => MachineFacts.parse(await call("GET", "/machine")),
    markStart(job) {
      // The output of this job lacks its ids then; an exit of the supervisor is reported by `watch`.
      call("POST", `/prompts?${new URLSearchParams(job ? { job: JSON.stringify(job) } : {})}`).catch(() => undefined);
    },
    onExit: (listener) => void listeners.push(listener),
    async close() {
      closing.abort();
      await watching;
    },
  };
}

function ask(socketPath: string, method: string, path: string, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(new ProcessUnavailable(`ComfyUI's supervisor at ${socketPath} does not answer`, { cause }));
    const sent = request({ socketPath, method, path, signal, timeout: TIMEOUT_MS }, (res) => {
      let text = "";
      res.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      res.once("error", fail);
      res.once("end", () => {
        try {
          const body: unknown = JSON.parse(text);
          if (res.statusCode === 200) return resolve(body);
          return reject(
            new ProcessUnavailable(Problem.safeParse(body).data?.detail ?? `supervisor: ${res.statusCode}`),
          );
        } catch (cause) {
          return fail(cause);
        }
      });
    });
    sent.once("timeout", () => sent.destroy(new Error("timed out")));
    sent.once("error", fail);
    sent.end();
  });
}
