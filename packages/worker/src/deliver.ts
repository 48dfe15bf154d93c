import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import type { OutputRef } from "@pegbar/comfyui";
import type { Lease, OutputFile } from "@pegbar/core/contract";
import type { Exchange } from "./comfyui/exchange.ts";
import { prefixOf } from "./comfyui/prepare.ts";
import type { WorkApi } from "./work-api.ts";

/** The prompt succeeded, but what it left cannot be a result. */
export class BadOutput extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadOutput";
  }
}

interface Collected {
  file: OutputFile;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Fetches the outputs, stores each by a write-once URL, and reports the attempt's success. */
export async function deliver(
  lease: Lease,
  rendered: { outputs: OutputRef[]; executionMs: number },
  exchange: Exchange,
  workApi: WorkApi,
  signal: AbortSignal,
): Promise<void> {
  if (rendered.outputs.length === 0) {
    throw new BadOutput("The graph ran, but no node saved anything. Add a Save Image node, or another one that saves.");
  }
  const collected = await Promise.all(
    rendered.outputs.map((ref, index) => collect(ref, index, lease, exchange, signal)),
  );
  const outputs = collected.map(({ file }) => file);
  const { uploads } = await workApi.uploads(lease, { outputs });
  const targets = new Map(uploads.map(({ name, upload }) => [name, upload]));
  await Promise.all(
    collected.map(async ({ file, bytes }) => {
      const target = targets.get(file.name);
      if (!target) throw new Error(`no URL for output ${file.name}`);
      const response = await fetch(target.url, { method: target.method, headers: target.headers, body: bytes, signal });
      // 412: it is there already, from a try whose answer was lost; complete compares size and hash.
      if (!response.ok && response.status !== 412)
        throw new Error(`the store answered ${response.status} to output ${file.name}`);
    }),
  );
  signal.throwIfAborted();
  await workApi.complete(lease, { outputs, executionMs: rendered.executionMs });
}

async function collect(
  ref: OutputRef,
  index: number,
  lease: Lease,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<Collected> {
  const place = `${ref.subfolder}/${ref.filename}`;
  // ComfyUI answers from its cache with files of earlier jobs: only what lies under this attempt's prefix is its own.
  if (ref.type !== "output" || !place.startsWith(`${prefixOf(lease.attemptId, ref.nodeId)}_`)) {
    throw new BadOutput(`Node ${ref.nodeId} answered with a file that this job did not write.`);
  }
  const bytes = await exchange.collect(ref, signal);
  if (bytes.length === 0) throw new BadOutput(`Node ${ref.nodeId} saved an empty file.`);
  const type = await fileTypeFromBuffer(bytes);
  return {
    bytes,
    file: {
      name: `${ref.nodeId}/${index}/${ref.filename}`,
      nodeId: ref.nodeId,
      kind: ref.kind,
      filename: ref.filename,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes: bytes.length,
      contentType: type?.mime ?? "application/octet-stream",
    },
  };
}
