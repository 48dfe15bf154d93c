import { openAsBlob } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { formatComment, formatKitsuTime, isCommentOf } from "./comment.ts";
import type { ReviewEvent } from "./event.ts";
import { Kitsu, KitsuError } from "./kitsu.ts";
import type { Media } from "./media.ts";

interface Preview {
  id: string;
  revision: number;
  /** Null until its file is uploaded. */
  original_name: string | null;
  status: "processing" | "ready" | "broken";
}
interface Comment {
  id: string;
  text: string | null;
  previews: { id: string }[];
}

/** How long Kitsu may take to encode a file, in seconds. */
const ENCODING_SECONDS = 600;

/** Finds the comment about this version. */
export const findComment = async (kitsu: Kitsu, taskId: string, versionId: string): Promise<Comment | undefined> =>
  (await kitsu.get<Comment[]>(`/data/tasks/${taskId}/comments`)).find(({ text }) => isCommentOf(text, versionId));

/** Posts the decision as a comment, which gives the task its status. */
export const postComment = (
  kitsu: Kitsu,
  taskId: string,
  statusId: string,
  event: ReviewEvent,
  missing?: string,
): Promise<Comment> =>
  kitsu.post<Comment>(`/actions/tasks/${taskId}/comment`, {
    task_status_id: statusId,
    comment: formatComment(event, missing),
    created_at: formatKitsuTime(event.timestamp),
  });

/**
 * Adds the file to the comment as its preview, unless it is there. An upload that was interrupted is done again.
 * @returns whether something was uploaded
 */
export async function addPreview(
  kitsu: Kitsu,
  taskId: string,
  comment: Comment,
  version: number,
  media: Media,
): Promise<boolean> {
  const [first] = comment.previews;
  const preview = first
    ? await readPreview(kitsu, first.id)
    : await kitsu.post<Preview>(`/actions/tasks/${taskId}/comments/${comment.id}/add-preview`, {
        revision: await chooseRevision(kitsu, taskId, version),
      });
  const isNew = !preview.original_name;
  if (isNew) {
    const query = media.keep ? "?normalize=false" : "";
    await kitsu.upload(`/pictures/preview-files/${preview.id}${query}`, await openAsBlob(media.file), media.filename);
  }
  await waitUntilReady(kitsu, preview.id, media.filename);
  return isNew;
}

/** The version's number, or the next one if the task has it: several outputs of Pegbar may be one task. Undefined: Kitsu's choice. */
async function chooseRevision(kitsu: Kitsu, taskId: string, version: number): Promise<number | undefined> {
  const previews = await kitsu.get<Preview[]>(`/data/tasks/${taskId}/previews`);
  return previews.some(({ revision }) => revision === version) ? undefined : version;
}

const readPreview = (kitsu: Kitsu, id: string): Promise<Preview> => kitsu.get<Preview>(`/data/preview-files/${id}`);

async function waitUntilReady(kitsu: Kitsu, id: string, filename: string): Promise<void> {
  for (let second = 0; second < ENCODING_SECONDS; second++) {
    const { status } = await readPreview(kitsu, id);
    if (status === "ready") return;
    if (status === "broken")
      throw new KitsuError(
        `Kitsu could not process ${filename}. Read Zou's log, delete the preview in Kitsu, then replay the event.`,
      );
    await pause(1000);
  }
  throw new KitsuError(`Kitsu has been processing ${filename} for ${ENCODING_SECONDS} s. Is its job queue running?`);
}
