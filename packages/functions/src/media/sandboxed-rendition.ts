import { readThroughParent, serveTasks } from "./sandbox-child.ts";
import type { Reply } from "./sandbox-message.ts";
import { makeMovie } from "./rendition/movie.ts";
import { makeSheet } from "./rendition/sheet.ts";
import { RenditionError } from "./rendition/task.ts";

// A process of its own, so that those that check uploads and sign have no encoder.
serveTasks(async (task): Promise<Reply> => {
  if (task.kind !== "movie" && task.kind !== "contactSheet") throw new Error(`${task.kind} is not a rendition`);
  try {
    const made =
      task.kind === "movie" ? await makeMovie(task, readThroughParent) : await makeSheet(task, readThroughParent);
    return { kind: "rendition", made };
  } catch (error) {
    if (!(error instanceof RenditionError)) throw error;
    return { kind: "no rendition", why: error.message };
  }
});
