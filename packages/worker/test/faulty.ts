import type { Graph } from "@pegbar/comfyui";
import { expect, vi } from "vitest";
import { painting, PICTURE, renderer, type Renderer } from "./renderer.ts";
import { ended, workerAt, type Worker } from "./stand.ts";

type RendererOptions = NonNullable<Parameters<typeof renderer>[0]>;
type WorkerConfig = NonNullable<Parameters<typeof workerAt>[2]>;

export interface Faulty extends Worker {
  renderer: Renderer;
  /** Enqueues a job for the worker. Returns its attempt's id. */
  job(changes?: { graph?: Graph; stallSeconds?: number; tenantId?: string }): string;
  /** Waits until this number of jobs has ended. */
  ended(count?: number): Promise<unknown>;
  /** The end of each job, in order, with the reason of failures. */
  ends(): string[];
}

const OUTPUTS = 2;
let seeds = 1;

/** A worker with the preview renderer and a proxy between them that adds faults. */
export async function faulty(
  clean: Clean,
  options: RendererOptions & { shared?: boolean } = {},
  config: WorkerConfig = {},
  prepare: (renderer: Renderer) => void = () => undefined,
): Promise<Faulty> {
  const { shared = false, ...rest } = options;
  const comfyui = await renderer(rest);
  clean.push(() => comfyui.stop());
  prepare(comfyui);
  const worker = await workerAt(clean, comfyui.process, {
    picture: PICTURE,
    ...config,
    ...(shared ? { folders: comfyui.folders } : {}),
  });
  return {
    ...worker,
    renderer: comfyui,
    job: (changes) => worker.platform.job({ graph: painting(seeds++), ...changes }),
    ended: (count) => ended(worker, count),
    ends: () =>
      worker.platform.ends.map(({ end, request }) => {
        const reason = "kind" in request ? request.kind : "reason" in request ? request.reason : "";
        return reason === "" ? end : `${end} ${reason}`;
      }),
  };
}

type Clean = (() => Promise<void>)[];

/** Cleanups of this test, run in reverse order; tests run concurrently. */
export function cleaning(onTestFinished: (end: () => Promise<void>) => void): Clean {
  const ends: Clean = [];
  onTestFinished(async () => {
    for (const end of ends.toReversed()) await end();
  });
  return ends;
}

/** Waits until the worker is ready for jobs. */
export const ready = ({ platform }: Worker) =>
  vi.waitFor(() => expect(platform.workers).toContain("register ready"), { timeout: 10_000, interval: 5 });

/**
 * Expects that the jobs have ended like this, each once; that each message was deleted once; that each output was
 * stored once, before its job was completed; and that nothing is running.
 */
export async function expectStory(it: Faulty, ends: readonly string[], told = ""): Promise<void> {
  const { order, puts, removed } = it.platform;
  const outputs = puts.map(({ path }) => path).filter((path) => path !== "/preview");
  expect(it.ends().toSorted(), told).toEqual([...ends].toSorted());
  expect(new Set(it.platform.ends.map(({ jobId }) => jobId)).size, told).toBe(ends.length);
  expect(new Set(removed).size, told).toBe(ends.length);
  expect(removed.length, told).toBe(ends.length);
  expect(new Set(outputs).size, told).toBe(outputs.length);
  for (const { end, jobId, request } of it.platform.ends) {
    if (end !== "complete") continue;
    const stored = outputs.filter((path) => path.startsWith(`/${jobId}/`));
    expect(stored, told).toHaveLength(OUTPUTS);
    expect(request.outputs, told).toHaveLength(OUTPUTS);
    const completed = order.indexOf(`complete ${jobId}`);
    for (const path of stored) expect(order.indexOf(`put ${path}`), told).toBeLessThan(completed);
  }
  await vi.waitFor(async () => expect(await it.renderer.isIdle(), told).toBe(true), { timeout: 5000 });
}

/** Processes the items in a few concurrent lanes, because they mostly wait. */
export async function inLanes<T>(work: readonly T[], lanes: number, each: (one: T) => Promise<void>): Promise<void> {
  const left = [...work];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await each(one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
