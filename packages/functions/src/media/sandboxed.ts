import { readFile } from "node:fs/promises";
import { describeFile } from "./describe.ts";
import { decode, NotAPicture, type Picture } from "./picture.ts";

/** One file to open: an input that must be a picture, or an output of any kind. */
export type Task = { kind: "picture"; file: string } | { kind: "asset"; file: string; contentType: string };

export type Reply =
  | { kind: "picture"; picture: Picture }
  | { kind: "refused"; code: NotAPicture["code"]; message: string }
  | { kind: "asset"; described: Awaited<ReturnType<typeof describeFile>> };

async function open(task: Task): Promise<Reply> {
  if (task.kind === "asset") return { kind: "asset", described: await describeFile(task.file, task.contentType) };
  try {
    return { kind: "picture", picture: await decode(await readFile(task.file)) };
  } catch (error) {
    if (!(error instanceof NotAPicture)) throw error;
    return { kind: "refused", code: error.code, message: error.message };
  }
}

process.on("message", (task: Task) => {
  void open(task).then(
    (reply) => process.send?.(reply),
    // Whoever asked sees that the process has ended.
    () => process.exit(1),
  );
});
// Whoever asked has died.
process.on("disconnect", () => process.exit());
