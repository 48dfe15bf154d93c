import type { Answer, Question, Reply, Task } from "./sandbox-message.ts";

const reads = new Map<number, (bytes: Uint8Array) => void>();
let lastRead = 0;

/** Reads bytes of the task's file, from `start` to before `end`. */
export function readThroughParent(start: number, end: number): Promise<Uint8Array> {
  const id = ++lastRead;
  const answer = new Promise<Uint8Array>((resolve) => reads.set(id, resolve));
  process.send?.({ kind: "to read", id, start, end } satisfies Question);
  return answer;
}

let answered: ((bytes: Uint8Array) => void) | undefined;

/** Asks the parent process to sign a claim with its key. */
export function askToSign(bytes: Uint8Array): Promise<Uint8Array> {
  const answer = new Promise<Uint8Array>((resolve) => (answered = resolve));
  process.send?.({ kind: "to sign", bytes } satisfies Question);
  return answer;
}

/** Runs the tasks that the parent process sends, one at a time. A failure ends this process, which the parent notices. */
export function serveTasks(open: (task: Task) => Promise<Reply>): void {
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
    void open(message).then(
      (reply) => process.send?.(reply),
      // The parent notices that the process has exited.
      () => process.exit(1),
    );
  });
  // The parent has exited.
  process.on("disconnect", () => process.exit());
}
