import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { totalmem, tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { NodesLock, type CustomNode } from "@pegbar/comfyui";
import { WorkloadClass } from "@pegbar/core/contract";
import type { ChildOptions } from "./process/child.ts";
import { buildCommand } from "./process/command.ts";

/** Where ComfyUI runs, and who starts it. */
export type ComfyuiConfig =
  | { kind: "child"; url: string; options: ChildOptions }
  | { kind: "supervised"; url: string; socket: string }
  | { kind: "attached"; url: string; customNodes: CustomNode[] };

export interface Config {
  class: WorkloadClass;
  queueUrl: string;
  workApi: {
    url: string;
    /** AWS region for signing calls; undefined if they need no signature. */
    signedIn: string | undefined;
  };
  workerKey: string;
  comfyui: ComfyuiConfig;
  /** Parent folder of ComfyUI's `input`, `output` and `temp`, if this process has access to them. */
  comfyuiDir: string | undefined;
  /** Time after its start within which ComfyUI must answer, in seconds. */
  comfyuiStartSeconds: number;
  /** Memory limit in bytes, above which ComfyUI is restarted between two jobs. */
  comfyuiMemoryBytes: number;
  /** Folder of the models, which the worker reports. */
  modelDir: string | undefined;
  /** Identifies this process, not the machine: a restarted worker has a new id. */
  workerId: string;
  imageDigest: string;
  cacheDir: string;
  cacheBytes: number;
  /** On a stop, a job with less remaining time than this is finished; others are released. */
  stopSeconds: number;
  /** The next job is claimed when the running one has less remaining time than this. */
  prefetchSeconds: number;
  /** Port of `/metrics`; undefined for none, 0 for any. */
  metricsPort: number | undefined;
}

const parseJson = <T extends z.ZodType>(shape: T) =>
  z.string().transform((text, context): z.infer<T> => {
    try {
      return shape.parse(JSON.parse(text));
    } catch (error) {
      context.addIssue({ code: "custom", message: `it must be JSON: ${error instanceof Error ? error.message : ""}` });
      return z.NEVER;
    }
  });
const port = z.coerce.number().int().min(0).max(65_535);

/** Settings of a ComfyUI that Pegbar starts, for worker and supervisor. */
const ComfyuiEnv = z.object({
  COMFYUI_DIR: z.string().optional(),
  COMFYUI_PORT: port.default(8188),
  /** The full command line, or ComfyUI's `main.py` for the default one. */
  COMFYUI_COMMAND: parseJson(z.array(z.string()).min(1)).optional(),
  COMFYUI_MAIN: z.string().optional(),
  COMFYUI_PYTHON: z.string().default("python3"),
  COMFYUI_MODEL_PATHS: z.string().optional(),
  COMFYUI_NODES_LOCK: z.string().optional(),
  COMFYUI_NETWORK_MODELS: z.stringbool().default(false),
  COMFYUI_FLAGS: parseJson(z.array(z.string())).default([]),
  COMFYUI_ENV: parseJson(z.record(z.string(), z.string())).default({}),
  COMFYUI_ACCOUNT: z
    .string()
    .regex(/^\d+:\d+$/, "user and group id, such as 1000:1000")
    .optional(),
});

const StartSeconds = z.coerce.number().min(1).default(600);

const Env = z.object({
  ...ComfyuiEnv.shape,
  WORKER_CLASS: WorkloadClass.default("light"),
  COMFYUI_URL: z.url().optional(),
  COMFYUI_SUPERVISOR: z.string().optional(),
  COMFYUI_START_SECONDS: StartSeconds,
  COMFYUI_MEMORY_MIB: z.coerce.number().int().min(64).optional(),
  MODEL_DIR: z.string().optional(),
  WORKER_ID: z.string().max(64).default("worker"),
  WORKER_IMAGE_DIGEST: z.string().max(256).default("unknown"),
  WORKER_CACHE_DIR: z.string().default(path.join(tmpdir(), "pegbar-inputs")),
  WORKER_CACHE_MIB: z.coerce.number().int().min(64).default(4096),
  WORKER_STOP_SECONDS: z.coerce.number().min(0).max(70).default(60),
  WORKER_PREFETCH_SECONDS: z.coerce.number().min(0).default(5),
  WORKER_METRICS_PORT: port.optional(),
});

/** ComfyUI's default memory limit, as a share of the machine's memory; more is considered a leak. */
const MEMORY_SHARE = 0.8;
const MIB = 1024 * 1024;

/** Reads the environment. @throws Error that lists every missing or invalid variable */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const values = parse(Env, env);
  const queue = { light: "LightQueue", heavy: "HeavyQueue", xl: "XlQueue" }[values.WORKER_CLASS];
  const memory = values.COMFYUI_MEMORY_MIB;
  return {
    class: values.WORKER_CLASS,
    queueUrl: readLinked(env, queue, z.object({ url: z.url() })).url,
    workApi: readWorkApi(env),
    workerKey: readLinked(env, "WorkerKey", z.object({ value: z.string().min(1) })).value,
    comfyui: readComfyuiConfig(values),
    comfyuiDir: values.COMFYUI_DIR,
    comfyuiStartSeconds: values.COMFYUI_START_SECONDS,
    comfyuiMemoryBytes: memory === undefined ? totalmem() * MEMORY_SHARE : memory * MIB,
    modelDir: values.MODEL_DIR,
    workerId: `${values.WORKER_ID}-${randomBytes(4).toString("hex")}`,
    imageDigest: values.WORKER_IMAGE_DIGEST,
    cacheDir: values.WORKER_CACHE_DIR,
    cacheBytes: values.WORKER_CACHE_MIB * MIB,
    stopSeconds: values.WORKER_STOP_SECONDS,
    prefetchSeconds: values.WORKER_PREFETCH_SECONDS,
    metricsPort: values.WORKER_METRICS_PORT,
  };
}

function readWorkApi(env: NodeJS.ProcessEnv): Config["workApi"] {
  const { url, signed } = readLinked(env, "WorkApi", z.object({ url: z.url(), signed: z.boolean().default(false) }));
  const region = env["AWS_REGION"];
  if (signed && region === undefined) throw new Error("Set AWS_REGION: calls of the Work API are signed for it.");
  return { url, signedIn: signed ? region : undefined };
}

/** Reads the settings of the supervisor in ComfyUI's container. */
export function readSupervisorConfig(env: NodeJS.ProcessEnv): { socket: string; options: ChildOptions } {
  const values = parse(z.object({ ...ComfyuiEnv.shape, COMFYUI_SUPERVISOR: z.string() }), env);
  return { socket: values.COMFYUI_SUPERVISOR, options: readChildOptions(values) };
}

/** Reads the settings of the snapshot, which describes an image while it is built. */
export function readSnapshotConfig(env: NodeJS.ProcessEnv): {
  options: ChildOptions;
  startSeconds: number;
  customNodes: CustomNode[];
} {
  const values = parse(z.object({ ...ComfyuiEnv.shape, COMFYUI_START_SECONDS: StartSeconds }), env);
  return {
    options: readChildOptions(values),
    startSeconds: values.COMFYUI_START_SECONDS,
    customNodes: readCustomNodes(values),
  };
}

/** Reads the custom nodes that the image was built with; all others are disabled. */
function readCustomNodes({ COMFYUI_NODES_LOCK: file }: z.infer<typeof ComfyuiEnv>): CustomNode[] {
  if (file === undefined) return [];
  const parsed = NodesLock.safeParse(readJson("COMFYUI_NODES_LOCK", file));
  if (!parsed.success)
    throw new Error(`COMFYUI_NODES_LOCK, ${file}, is not a valid lock file:\n${z.prettifyError(parsed.error)}`);
  return parsed.data.nodes;
}

function readJson(variable: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${variable}, ${file}, could not be read as JSON: ${said}`, { cause: error });
  }
}

function readComfyuiConfig(values: z.infer<typeof Env>): ComfyuiConfig {
  const { COMFYUI_URL: given, COMFYUI_SUPERVISOR: socket } = values;
  const url = given ?? `http://127.0.0.1:${values.COMFYUI_PORT}/`;
  if (socket !== undefined) return { kind: "supervised", url, socket };
  if (values.COMFYUI_COMMAND ?? values.COMFYUI_MAIN) return { kind: "child", url, options: readChildOptions(values) };
  if (given === undefined)
    throw new Error(
      "No ComfyUI is configured. Set COMFYUI_MAIN (its main.py) or COMFYUI_COMMAND to start one, COMFYUI_SUPERVISOR to reach one in another container, or COMFYUI_URL for one that runs already.",
    );
  return { kind: "attached", url, customNodes: readCustomNodes(values) };
}

function readChildOptions(values: z.infer<typeof ComfyuiEnv>): ChildOptions {
  const { COMFYUI_DIR: dir, COMFYUI_MAIN: main, COMFYUI_PORT: listen } = values;
  if (dir === undefined) throw new Error("Set COMFYUI_DIR: the folder for ComfyUI's input, output and temp.");
  const customNodes = readCustomNodes(values);
  const command =
    values.COMFYUI_COMMAND ??
    (main === undefined
      ? undefined
      : buildCommand({
          python: values.COMFYUI_PYTHON,
          main,
          port: listen,
          dir,
          modelPaths: values.COMFYUI_MODEL_PATHS,
          customNodes: customNodes.map(({ name }) => name),
          networkModels: values.COMFYUI_NETWORK_MODELS,
          extra: values.COMFYUI_FLAGS,
        }));
  if (!command) throw new Error("Set COMFYUI_MAIN (ComfyUI's main.py) or COMFYUI_COMMAND.");
  const [uid, gid] = (values.COMFYUI_ACCOUNT ?? "").split(":").map(Number);
  return {
    url: `http://127.0.0.1:${listen}/`,
    command,
    dir,
    env: values.COMFYUI_ENV,
    account: uid !== undefined && gid !== undefined ? { uid, gid } : undefined,
    customNodes,
  };
}

function parse<T extends z.ZodType>(shape: T, env: NodeJS.ProcessEnv): z.infer<T> {
  const parsed = shape.safeParse(env);
  if (!parsed.success) throw new Error(`The worker's environment is incomplete:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readLinked<T>(env: NodeJS.ProcessEnv, name: string, shape: z.ZodType<T>): T {
  const text = env[`SST_RESOURCE_${name}`];
  if (text === undefined) throw new Error(`SST_RESOURCE_${name} is not set: link ${name} to the worker`);
  const parsed = shape.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`SST_RESOURCE_${name} is malformed: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
