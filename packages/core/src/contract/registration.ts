import * as z from "zod";
import { Sha256 } from "./sha256.ts";
import { Software } from "./software.ts";
import { WorkloadClass } from "./workload-class.ts";

/** State of a worker. `unfit`: its nodes differ from those of the expected image. */
export const WorkerState = z.enum(["starting", "ready", "working", "restarting", "draining", "unfit"]);
export type WorkerState = z.infer<typeof WorkerState>;

const ModelNames = z.array(z.string().max(512)).max(10_000);

/** Registration of a worker, sent when its ComfyUI has started. */
export const RegisterRequest = z.strictObject({
  workerId: z.string().min(1).max(128),
  class: WorkloadClass,
  state: WorkerState,
  gpu: z.string().max(128),
  /** 0 if unknown. */
  vramBytes: z.int().nonnegative(),
  comfyuiVersion: z.string().max(64),
  imageDigest: z.string().max(256),
  objectInfoDigest: Sha256,
  /** Node classes of its ComfyUI. */
  nodes: z.array(z.string().max(256)).max(20_000),
  /** File names of the models on its disk. */
  models: ModelNames,
  /** Absent from workers of older versions. */
  software: Software.optional(),
});
export type RegisterRequest = z.infer<typeof RegisterRequest>;

/** Report of a registered worker, sent every ten seconds and on every change of its state. */
export const ReportRequest = z.strictObject({
  state: WorkerState,
  /** Models that its last job loaded. */
  loadedModels: z.array(z.string().max(512)).max(64),
  /** How often ComfyUI was restarted. */
  restarts: z.int().nonnegative(),
});
export type ReportRequest = z.infer<typeof ReportRequest>;

/** Whether the worker may take jobs; if not, the reason. */
export const WorkerAnswer = z.discriminatedUnion("fit", [
  z.object({ fit: z.literal(true) }),
  z.object({ fit: z.literal(false), reason: z.string() }),
]);
export type WorkerAnswer = z.infer<typeof WorkerAnswer>;
