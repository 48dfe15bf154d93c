import { createReadStream, openAsBlob } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { startDeadline, type OutputRef, type OutputText } from "@pegbar/comfyui";
import { createContentHash } from "@pegbar/comfyui/content-hash";
import type { Execution, Lease, OutputFile, SignedRequest, Timeline } from "@pegbar/core/contract";
import { BadOutput } from "./bad-output.ts";
import type { Exchange } from "./comfyui/exchange.ts";
import { buildPrefix } from "./comfyui/prepare.ts";
import { detectContentType } from "./content-type.ts";
import { removeWorkflow } from "./embedded-workflow/remove-workflow.ts";
import { LeaseLost, type WorkApi } from "./work-api.ts";

/** The store does not accept the outputs. */
export class StorageUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StorageUnavailable";
  }
}

/** The outputs are in the store, but the platform does not accept them as the job's result. */
export class ResultNotRecorded extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "ResultNotRecorded";
  }
}

export interface Result {
  outputs: readonly OutputRef[];
  texts: readonly OutputText[];
  executionMs: number;
  execution: Execution | null;
  timeline: Timeline;
}

interface Options {
  exchange: Exchange;
  workApi: WorkApi;
  /** Folder for outputs that are not in ComfyUI's output folder. */
  spool: string;
  signal: AbortSignal;
  /** Called when everything is stored and the end is about to be reported. */
  onComplete?(): void;
}

interface Collected {
  file: OutputFile;
  path: string;
}

const PARALLEL = 4;
const BACK_OFF_MS = [200, 1000, 3000, 10_000, 30_000];
/** Time limit for the upload of one file of any size, in milliseconds. */
const UPLOAD_MS = 600_000;
const MAX_TEXT = 1024 * 1024;
const MAX_OUTPUTS = 2000;
const OUTPUTS_PER_CALL = 500;
/** Maximum length of ComfyUI's output key; custom nodes may use any key. */
const MAX_KIND = 32;

/**
 * Uploads the outputs in parallel to write-once URLs and reports the attempt's success.
 * @throws BadOutput, StorageUnavailable, ResultNotRecorded, LeaseLost; ComfyUnavailable if a file cannot be read
 */
export async function deliver(lease: Lease, result: Result, options: Options): Promise<void> {
  const { workApi, signal } = options;
  const { outputs: refs, texts, executionMs, execution, timeline } = result;
  if (refs.length + texts.length === 0)
    throw new BadOutput("The graph ran, but no node saved anything. Add a Save Image node or another output node.");
  if (refs.length + texts.length > MAX_OUTPUTS)
    throw new BadOutput(
      `The graph saved ${refs.length + texts.length} files; a job can have at most ${MAX_OUTPUTS}. Split the job.`,
    );
  const limit = pLimit(PARALLEL);
  await using open = new AsyncDisposableStack();
  const collected = await waitForAll([
    ...refs.map((ref, index) => limit(() => collect(ref, index, lease, options, open))),
    ...texts.map((text, index) => limit(() => write(text, refs.length + index, lease, options))),
  ]);
  const outputs = collected.map(({ file }) => file);
  const targets = await uploadTargets(lease, outputs, options);
  const storing = new AbortController();
  const stop = AbortSignal.any([signal, storing.signal]);
  try {
    await Promise.all(
      collected.map((one) =>
        limit(async () => {
          const target = targets.get(one.file.name);
          if (!target) throw new ResultNotRecorded(`no upload URL for output ${one.file.name}`);
          await store(one, target, stop);
        }),
      ),
    );
  } finally {
    // If one upload fails, the result is incomplete: stop the others.
    storing.abort();
  }
  signal.throwIfAborted();
  options.onComplete?.();
  await asNotRecorded(workApi.complete(lease, { outputs, executionMs, execution, timeline }, signal));
}

/** Returns output name → presigned PUT. Requests pages, because 2,000 URLs would exceed a Lambda's response limit. */
async function uploadTargets(lease: Lease, outputs: readonly OutputFile[], { workApi, signal }: Options) {
  const targets = new Map<string, SignedRequest>();
  for (let start = 0; start < outputs.length; start += OUTPUTS_PER_CALL) {
    const page = outputs.slice(start, start + OUTPUTS_PER_CALL);
    const { uploads } = await asNotRecorded(workApi.createUploads(lease, { outputs: page }, signal));
    for (const { name, upload } of uploads) targets.set(name, upload);
  }
  return targets;
}

async function asNotRecorded<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof LeaseLost ? error : new ResultNotRecorded(error);
  }
}

async function store(
  { file, path: place }: Collected,
  { url, method, headers }: { url: string; method: string; headers: Record<string, string> },
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const { again, ...failed } = await put(place, { url, method, headers }, signal);
    if (again === undefined) return;
    signal.throwIfAborted();
    const pause = BACK_OFF_MS[attempt];
    if (!again || pause === undefined)
      throw new StorageUnavailable(`the store does not accept output ${file.name}: ${failed.reason}`);
    await sleep(pause, undefined, { signal });
  }
}

/** Uploads once. @returns `again`: undefined on success, otherwise whether a retry makes sense */
async function put(
  place: string,
  { url, method, headers }: { url: string; method: string; headers: Record<string, string> },
  signal: AbortSignal,
): Promise<{ again?: boolean; reason: string }> {
  using limit = startDeadline(UPLOAD_MS, signal);
  try {
    const response = await fetch(url, { method, headers, body: await openAsBlob(place), signal: limit.signal });
    await response.body?.cancel();
    // 412: stored by an earlier try whose answer was lost; `complete` compares size and hash.
    if (response.ok || response.status === 412) return { reason: "" };
    // 409: an earlier try is still in progress in the store and may fail.
    const again = response.status >= 500 || response.status === 429 || response.status === 409;
    return { again, reason: `it answered ${response.status}` };
  } catch (error) {
    return { again: true, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Waits for all, even if one fails, because files that the others open must be closed as well. */
async function waitForAll<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

async function collect(
  ref: OutputRef,
  index: number,
  lease: Lease,
  { exchange, signal, spool }: Options,
  open: AsyncDisposableStack,
): Promise<Collected> {
  const place = `${ref.subfolder}/${ref.filename}`;
  // ComfyUI's cache can return files of earlier jobs: only files with this attempt's prefix are its own.
  const isOwn = ref.type === "output" && place.startsWith(`${buildPrefix(lease.attemptId, ref.nodeId)}_`);
  if (!isOwn || /(^|[\\/])\.\.([\\/]|$)/.test(place))
    throw new BadOutput(`Node ${ref.nodeId} returned a file that this job did not write.`);
  const file = await exchange.collect(ref, lease.attemptId, signal);
  open.defer(() => file.close());
  const { attemptId } = lease;
  const clean = await removeWorkflow(file.path, { ...ref, attemptId, folder: path.join(spool, attemptId) });
  return { path: clean, file: await describe(clean, ref, index) };
}

/** Writes a node's text output to a file, so that it becomes an asset like all others. */
async function write(
  { nodeId, text }: OutputText,
  index: number,
  lease: Lease,
  { spool }: Options,
): Promise<Collected> {
  const folder = path.join(spool, lease.attemptId);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `text-${index}.txt`);
  await writeFile(file, text.slice(0, MAX_TEXT));
  return { path: file, file: await describe(file, { nodeId, kind: "text", filename: "text.txt" }, index) };
}

async function describe(
  file: string,
  { nodeId, kind, filename }: Pick<OutputRef, "nodeId" | "kind" | "filename">,
  index: number,
): Promise<OutputFile> {
  const hash = await createContentHash();
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  if (bytes === 0) throw new BadOutput(`Node ${nodeId} saved an empty file.`);
  return {
    name: `${nodeId}/${index}/${filename}`,
    nodeId,
    kind: kind.slice(0, MAX_KIND),
    filename,
    ...hash.digest(),
    bytes,
    contentType: await detectContentType(file, filename),
  };
}
