import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Pegbar } from "@pegbar/sdk";
import { formatTitle } from "./comment.ts";
import type { ReviewEvent } from "./event.ts";
import { findStatus } from "./find-status.ts";
import { findTask } from "./find-task.ts";
import type { Kitsu } from "./kitsu.ts";
import { formatFps, type Mapping } from "./mapping.ts";
import { collectMedia } from "./media.ts";
import { addPreview, findComment, postComment } from "./publish.ts";

export interface ExportContext {
  pegbar: Pegbar;
  kitsu: Kitsu;
  mapping: Mapping;
  log: (message: string) => void;
}

/**
 * Exports a decision to Kitsu: a comment with the status, and for an approval the movie or picture as its preview. Repeated
 * calls change nothing; one that was interrupted is continued.
 * @returns whether Kitsu was changed
 */
export async function exportReview(context: ExportContext, event: ReviewEvent): Promise<boolean> {
  const { pegbar, kitsu, mapping, log } = context;
  const { decision, data } = event;
  const variable = decision === "approved" ? "KITSU_APPROVED_STATUS" : "KITSU_RETAKE_STATUS";
  const status = await findStatus(kitsu, mapping.statuses[decision], variable);
  const rate = await readRate(pegbar, data.show);
  const { project, task } = await findTask(kitsu, mapping, data, rate);
  const posted = await findComment(kitsu, task.id, data.versionId);
  if (decision === "retake") {
    if (!posted) await postComment(kitsu, task.id, status.id, event);
    return !posted;
  }
  if (project.fps !== null && Number(project.fps) !== Number(formatFps(rate)))
    log(
      `The production ${project.name} has ${project.fps} frames per second in Kitsu, ${data.show} has ${rate}: ` +
        "frame numbers in Kitsu's player differ. Change one of them.",
    );
  const folder = await mkdtemp(path.join(tmpdir(), "pegbar-kitsu-"));
  try {
    const found = await collectMedia(pegbar, data, folder);
    const missing = "missing" in found ? found.missing : undefined;
    if (missing !== undefined) log(`${formatTitle(data)} has no preview: ${missing}`);
    const comment = posted ?? (await postComment(kitsu, task.id, status.id, event, missing));
    const added = "media" in found && (await addPreview(kitsu, task.id, comment, data.version, found.media));
    return !posted || added;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readRate(pegbar: Pegbar, code: string): Promise<string> {
  const { items } = await pegbar.get("/v1/shows", { params: { query: { code } } });
  const [show] = items;
  if (!show) throw new Error(`The token cannot see the show ${code}. Create one with show.read for it.`);
  return show.frameRate;
}
