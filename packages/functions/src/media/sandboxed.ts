import type { Credentials } from "@pegbar/core/schema/credentials.ts";
import { loadLibrary, NoLibrary } from "./credentials/library.ts";
import type { Authorities } from "./credentials/read.ts";
import type { ToSign } from "./credentials/sign.ts";
import type { describeFile } from "./describe.ts";
import type { Inspected } from "./inspect.ts";
import type { InputError } from "./input-error.ts";
import type { Watermarked } from "./watermark/watermark-file.ts";

/** A task: check an input, describe an output, or read the credentials of either. */
export type Task =
  /** Without a path, the file is read through the parent process. */
  | { kind: "input"; file: string; bytes?: never }
  | { kind: "input"; file?: never; bytes: number }
  | { kind: "asset"; file: string; contentType: string }
  | { kind: "credentials"; file: string; contentType: string; authorities: Authorities }
  /** Make a smaller picture with a text over it. */
  | { kind: "watermark"; file: string; contentType: string; text: string }
  | ({ kind: "sign" } & ToSign)
  /** Whether credentials can be read and signed on this machine. */
  | { kind: "library" };

export type Reply =
  | { kind: "input"; found: Inspected }
  | { kind: "refused"; code: InputError["code"]; message: string }
  | { kind: "asset"; described: Awaited<ReturnType<typeof describeFile>> }
  | { kind: "credentials"; found: Credentials | null }
  | { kind: "watermarked"; picture: Watermarked | undefined }
  | { kind: "signed"; label: string }
  | { kind: "unsigned"; why: string }
  | { kind: "library" }
  | { kind: "no library"; why: string };

/** A request to the parent process: to sign with its key, or to read bytes of the task's file. */
export type Question =
  | { kind: "to sign"; bytes: Uint8Array }
  | { kind: "to read"; id: number; start: number; end: number };
export type Answer = { kind: "signature"; bytes: Uint8Array } | { kind: "read"; id: number; bytes: Uint8Array };

// Loads only what a task needs, so that the process that signs has no decoders.
async function open(task: Task): Promise<Reply> {
  switch (task.kind) {
    case "input":
      return openInput(task);
    case "asset": {
      const { describeFile } = await import("./describe.ts");
      return { kind: "asset", described: await describeFile(task.file, task.contentType) };
    }
    case "watermark": {
      const { watermarkFile } = await import("./watermark/watermark-file.ts");
      return { kind: "watermarked", picture: await watermarkFile(task.file, task.contentType, task.text) };
    }
    case "library":
      await loadLibrary();
      return { kind: "library" };
    case "credentials": {
      const { readCredentials } = await import("./credentials/read.ts");
      const { file, contentType, authorities } = task;
      return { kind: "credentials", found: await readCredentials({ path: file, mimeType: contentType }, authorities) };
    }
    case "sign":
      return sign(task);
  }
}

async function openInput({ file, bytes }: Extract<Task, { kind: "input" }>): Promise<Reply> {
  const [{ inspect }, { InputError }, { openFile }] = await Promise.all([
    import("./inspect.ts"),
    import("./input-error.ts"),
    import("./byte-source.ts"),
  ]);
  await using local = file === undefined ? undefined : await openFile(file);
  try {
    return { kind: "input", found: await inspect(local ?? { bytes: bytes ?? 0, read: readThroughParent }, file) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: "refused", code: error.code, message: error.message };
  }
}

const reads = new Map<number, (bytes: Uint8Array) => void>();
let lastRead = 0;

function readThroughParent(start: number, end: number): Promise<Uint8Array> {
  const id = ++lastRead;
  const answer = new Promise<Uint8Array>((resolve) => reads.set(id, resolve));
  process.send?.({ kind: "to read", id, start, end } satisfies Question);
  return answer;
}

async function sign(task: ToSign): Promise<Reply> {
  await loadLibrary();
  const { signFile } = await import("./credentials/sign.ts");
  try {
    return { kind: "signed", label: await signFile(task, ask) };
  } catch (error) {
    return { kind: "unsigned", why: error instanceof Error ? error.message : String(error) };
  }
}

let answered: ((bytes: Uint8Array) => void) | undefined;

function ask(bytes: Uint8Array): Promise<Uint8Array> {
  const answer = new Promise<Uint8Array>((resolve) => (answered = resolve));
  process.send?.({ kind: "to sign", bytes } satisfies Question);
  return answer;
}

process.on("message", (message: Task | Answer) => {
  if (message.kind === "signature") {
    answered?.(message.bytes);
    return;
  }
  if (message.kind === "read") {
    reads.get(message.id)?.(message.bytes);
    reads.delete(message.id);
    return;
  }
  void open(message)
    .catch((error: unknown): Reply => {
      if (error instanceof NoLibrary) return { kind: "no library", why: error.message };
      throw error;
    })
    .then(
      (reply) => process.send?.(reply),
      // The parent notices that the process has exited.
      () => process.exit(1),
    );
});
// The parent has exited.
process.on("disconnect", () => process.exit());
