import type { ReviewEvent } from "./event.ts";

/** Last line of a comment. A delivery that is repeated finds its comment by it. */
const formatMarker = (versionId: string): string => `Pegbar version ${versionId}`;

/** Whether a comment is about this version. Text that only quotes the line is not. */
export const isCommentOf = (text: string | null, versionId: string): boolean =>
  text?.trimEnd().split("\n").at(-1) === formatMarker(versionId);

/** `sq010 sh010 paint v003` */
export const formatTitle = ({ sequence, shot, name, version }: ReviewEvent["data"]): string =>
  `${sequence} ${shot} ${name} v${String(version).padStart(3, "0")}`;

/**
 * The comment of a decision, in Markdown.
 * @param missing why it has no preview, for people
 */
export function formatComment({ decision, data }: ReviewEvent, missing?: string): string {
  const heading = `**${formatTitle(data)}**: ${decision === "approved" ? "approved" : "retake"}`;
  const parts = [heading];
  if (decision === "retake") parts.push(data.frames === null ? "All frames" : `Frames ${data.frames}`);
  if (data.comment.trim() !== "") parts.push(disarmHashtags(data.comment.trim()));
  if (missing !== undefined) parts.push(`No preview: ${missing}`);
  return [...parts, formatMarker(data.versionId)].join("\n\n");
}

/**
 * Kitsu posts a comment with `#animation` or `#all` to the shot's other tasks too (Zou 1.0.97). A reviewer in Pegbar does not
 * mean that, so an invisible word joiner separates the sign from the word.
 */
export const disarmHashtags = (text: string): string => text.replaceAll(/#(?=[a-z])/gi, "#\u2060");

/**
 * Time of a comment: UTC without zone and fraction. Kitsu ignores others silently and takes its own time (Zou 1.0.97).
 * With the time of the decision, an event that arrives late does not change a status that was set after it.
 */
export const formatKitsuTime = (timestamp: string): string => new Date(timestamp).toISOString().slice(0, 19);
