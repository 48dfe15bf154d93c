import { readFile } from "node:fs/promises";
import type { Credentials } from "@pegbar/core/schema/credentials.ts";
import { loadLibrary, NoLibrary } from "./credentials/library.ts";
import type { Authorities } from "./credentials/read.ts";
import type { ToSign } from "./credentials/sign.ts";
import type { describeFile } from "./describe.ts";
import type { NotAPicture, Picture } from "./picture.ts";

/** A task: check an input picture, describe an output, or read the credentials of either. */
export type Task =
  | { kind: "picture"; file: string }
  | { kind: "asset"; file: string; contentType: string }
  | { kind: "credentials"; file: string; contentType: string; authorities: Authorities }
  | ({ kind: "sign" } & ToSign)
  /** Whether credentials can be read and signed on this machine. */
  | { kind: "library" };

export type Reply =
  | { kind: "picture"; picture: Picture }
  | { kind: "refused"; code: NotAPicture["code"]; message: string }
  | { kind: "asset"; described: Awaited<ReturnType<typeof describeFile>> }
  | { kind: "credentials"; found: Credentials | null }
  | { kind: "signed"; label: string }
  | { kind: "unsigned"; why: string }
  | { kind: "library" }
  | { kind: "no library"; why: string };

/** A request to sign with the key, which is in the parent process, and its answer. */
export interface Question {
  kind: "to sign";
  bytes: Uint8Array;
}
export interface Answer {
  kind: "signature";
  bytes: Uint8Array;
}

// Loads only what a task needs, so that the process that signs has no decoders.
async function open(task: Task): Promise<Reply> {
  switch (task.kind) {
    case "picture":
      return openPicture(task.file);
    case "asset": {
      const { describeFile } = await import("./describe.ts");
      return { kind: "asset", described: await describeFile(task.file, task.contentType) };
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

async function openPicture(file: string): Promise<Reply> {
  const { decode, NotAPicture } = await import("./picture.ts");
  try {
    return { kind: "picture", picture: await decode(await readFile(file)) };
  } catch (error) {
    if (!(error instanceof NotAPicture)) throw error;
    return { kind: "refused", code: error.code, message: error.message };
  }
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
