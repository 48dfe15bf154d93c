import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { WorkloadClass } from "@pegbar/core/contract";

export interface Config {
  class: WorkloadClass;
  queueUrl: string;
  workApiUrl: string;
  workerKey: string;
  comfyuiUrl: string;
  /** Input and output folder of ComfyUI, where this process can reach them. */
  comfyuiFolders: { input: string; output: string } | undefined;
  /** Names this process, not the machine: a worker started again is another one. */
  workerId: string;
  imageDigest: string;
  cacheDir: string;
  cacheBytes: number;
  /** When asked to stop, a job that needs less than this is finished, another one given back. */
  stopSeconds: number;
  /** The next job is claimed when the running one needs less than this. */
  prefetchSeconds: number;
}

const Env = z.object({
  WORKER_CLASS: WorkloadClass.default("light"),
  COMFYUI_URL: z.url(),
  COMFYUI_INPUT_DIR: z.string().optional(),
  COMFYUI_OUTPUT_DIR: z.string().optional(),
  WORKER_ID: z.string().max(64).default("worker"),
  WORKER_IMAGE_DIGEST: z.string().max(256).default("unknown"),
  WORKER_CACHE_DIR: z.string().default(path.join(tmpdir(), "pegbar-inputs")),
  WORKER_CACHE_MIB: z.coerce.number().int().min(64).default(4096),
  WORKER_STOP_SECONDS: z.coerce.number().min(0).default(60),
  WORKER_PREFETCH_SECONDS: z.coerce.number().min(0).default(5),
});

/** Reads the environment; throws with every variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Env.safeParse(env);
  if (!parsed.success) throw new Error(`The worker's environment is incomplete:\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  const { COMFYUI_INPUT_DIR: input, COMFYUI_OUTPUT_DIR: output } = values;
  if ((input === undefined) !== (output === undefined))
    throw new Error("Set COMFYUI_INPUT_DIR and COMFYUI_OUTPUT_DIR both, or neither.");
  const queue = { light: "LightQueue", heavy: "HeavyQueue", xl: "XlQueue" }[values.WORKER_CLASS];
  return {
    class: values.WORKER_CLASS,
    queueUrl: linked(env, queue, z.object({ url: z.url() })).url,
    workApiUrl: linked(env, "WorkApi", z.object({ url: z.url() })).url,
    workerKey: linked(env, "WorkerKey", z.object({ value: z.string().min(1) })).value,
    comfyuiUrl: values.COMFYUI_URL,
    comfyuiFolders: input === undefined || output === undefined ? undefined : { input, output },
    workerId: `${values.WORKER_ID}-${randomBytes(4).toString("hex")}`,
    imageDigest: values.WORKER_IMAGE_DIGEST,
    cacheDir: values.WORKER_CACHE_DIR,
    cacheBytes: values.WORKER_CACHE_MIB * 1024 * 1024,
    stopSeconds: values.WORKER_STOP_SECONDS,
    prefetchSeconds: values.WORKER_PREFETCH_SECONDS,
  };
}

function linked<T>(env: NodeJS.ProcessEnv, name: string, shape: z.ZodType<T>): T {
  const text = env[`SST_RESOURCE_${name}`];
  if (text === undefined) throw new Error(`SST_RESOURCE_${name} is not set: link ${name} to the worker`);
  const parsed = shape.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`SST_RESOURCE_${name} is malformed: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
