import { loadLibrary, NoLibrary } from "./credentials/library.ts";
import type { ToSign } from "./credentials/sign.ts";
import { askToSign, readThroughParent, serveTasks } from "./sandbox-child.ts";
import type { Reply, Task } from "./sandbox-message.ts";

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
    case "movie":
    case "contactSheet":
      throw new Error("renditions are made by a process of their own");
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

async function sign(task: ToSign): Promise<Reply> {
  await loadLibrary();
  const { signFile } = await import("./credentials/sign.ts");
  try {
    return { kind: "signed", label: await signFile(task, askToSign) };
  } catch (error) {
    return { kind: "unsigned", why: error instanceof Error ? error.message : String(error) };
  }
}

serveTasks((task) =>
  open(task).catch((error: unknown): Reply => {
    if (error instanceof NoLibrary) return { kind: "no library", why: error.message };
    throw error;
  }),
);
