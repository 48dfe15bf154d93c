import { expect, test } from "vitest";
import { disarmHashtags, formatComment, formatKitsuTime, isCommentOf } from "./comment.ts";
import type { ReviewEvent } from "./event.ts";

const data = {
  versionId: "ver_01M8PXAAAAAAAAAAAAAAAAAAAA",
  name: "paint",
  version: 3,
  show: "HARBOR",
  sequence: "sq010",
  shot: "sh010",
  frames: null,
  comment: "",
};
const event = (change: Partial<ReviewEvent["data"]>, decision: ReviewEvent["decision"] = "retake"): ReviewEvent => ({
  decision,
  timestamp: "2026-11-30T22:05:06.789Z",
  data: { ...data, ...change },
});

test("a comment names version, frames and text", () => {
  expect(formatComment(event({ frames: "12-20", comment: " The lamp flickers.\n" }))).toBe(
    "**sq010 sh010 paint v003**: retake\n\nFrames 12-20\n\nThe lamp flickers.\n\nPegbar version ver_01M8PXAAAAAAAAAAAAAAAAAAAA",
  );
  expect(formatComment(event({}))).toContain("retake\n\nAll frames\n\nPegbar");
  expect(formatComment(event({}, "approved"), "no decoder")).toBe(
    "**sq010 sh010 paint v003**: approved\n\nNo preview: no decoder\n\nPegbar version ver_01M8PXAAAAAAAAAAAAAAAAAAAA",
  );
});

test("a repeated delivery finds its comment, and not one that quotes it", () => {
  const text = formatComment(event({ comment: "see Pegbar version ver_other" }));
  expect(isCommentOf(text, data.versionId)).toBe(true);
  expect(isCommentOf(`${text}\n`, data.versionId)).toBe(true);
  expect(isCommentOf(text, "ver_other")).toBe(false);
  expect(isCommentOf(`${text}\n\nIs this right?`, data.versionId)).toBe(false);
  expect(isCommentOf(text, data.versionId.slice(0, -1))).toBe(false);
  expect(isCommentOf(null, data.versionId)).toBe(false);
});

test("a reviewer cannot end a comment so that it counts as another version's", () => {
  const text = formatComment(event({ comment: "Pegbar version ver_other" }));
  expect(isCommentOf(text, "ver_other")).toBe(false);
  expect(isCommentOf(text, data.versionId)).toBe(true);
});

test("hashtags do not reach other tasks, by Kitsu's own pattern", () => {
  const text = disarmHashtags("#all: see #Lighting, take #3, ## and a#b");
  expect(text.match(/#[a-z]+/gi)).toBeNull();
  expect(text.replaceAll("\u2060", "")).toBe("#all: see #Lighting, take #3, ## and a#b");
});

test("times have the form that Kitsu reads", () => {
  expect(formatKitsuTime("2026-11-30T22:05:06.789Z")).toBe("2026-11-30T22:05:06");
  expect(formatKitsuTime("2026-12-01T00:05:06+02:00")).toBe("2026-11-30T22:05:06");
});
