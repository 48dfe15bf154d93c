import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Pegbar } from "@pegbar/sdk";
import type { Kitsu } from "../kitsu.ts";
import { ADMIN } from "./zou.ts";

export interface Comment {
  id: string;
  text: string;
  created_at: string;
  task_status: { short_name: string };
  previews: { id: string; revision: number; extension: string; status: string; width: number; height: number }[];
}
export interface Named {
  id: string;
  name: string;
}
export interface Task {
  id: string;
  task_type_id: string;
  retake_count: number;
}

/** Renders a version of HARBOR/sq010/sh010, with frames as a batch. */
export async function render(artist: Pegbar, draft: Record<string, unknown>) {
  const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "a lamp" }, ...draft };
  if ("frames" in draft) {
    const { id } = await artist.post("/v1/batches", { body: body as never });
    for (;;) {
      const { state } = await artist.get("/v1/batches/{id}", { params: { path: { id } } });
      if (state === "ended") break;
      await pause(300);
    }
  } else {
    const { id } = await artist.post("/v1/jobs", { body: { ...body, inputs: {}, lane: "interactive" } as never });
    assert.equal((await artist.waitForJob(id)).state, "succeeded");
  }
  const [newest] = (await artist.get("/v1/versions")).items;
  assert(newest);
  return newest;
}

export const review = (
  admin: Pegbar,
  id: string,
  body: { decision: "approved" | "retake"; frames?: string; comment?: string },
) => admin.post("/v1/versions/{id}/review", { params: { path: { id } }, body: body as never });

export async function readTask(kitsu: Kitsu, shotId: string, type: string): Promise<Task> {
  const types = await kitsu.get<Named[]>("/data/task-types");
  const found = (await kitsu.get<Task[]>(`/data/shots/${shotId}/tasks`)).find(
    ({ task_type_id }) => task_type_id === types.find(({ name }) => name === type)?.id,
  );
  assert(found, `no task ${type}`);
  return found;
}

export async function readComment(kitsu: Kitsu, taskId: string, versionId: string): Promise<Comment> {
  const found = (await kitsu.get<Comment[]>(`/data/tasks/${taskId}/comments`)).filter(({ text }) =>
    text.endsWith(`Pegbar version ${versionId}`),
  );
  assert.equal(found.length, 1);
  return found[0] as Comment;
}

export const snapshot = async (kitsu: Kitsu, taskId: string) => [
  await kitsu.get(`/data/tasks/${taskId}`),
  await kitsu.get(`/data/tasks/${taskId}/comments`),
  await kitsu.get(`/data/tasks/${taskId}/previews`),
];

export async function hashMovie(url: string, previewId: string): Promise<string> {
  const login = await fetch(`${url}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ADMIN),
  });
  const { access_token } = (await login.json()) as { access_token: string };
  const response = await fetch(`${url}/movies/originals/preview-files/${previewId}.mp4`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  assert.equal(response.status, 200);
  return createHash("sha256")
    .update(Buffer.from(await response.arrayBuffer()))
    .digest("hex");
}
