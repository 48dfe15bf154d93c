import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { signIn } from "@pegbar/local/client/index.ts";
import { startPlatform } from "@pegbar/local/platform/index.ts";
import { pegbar } from "@pegbar/sdk";
import { Kitsu } from "../kitsu.ts";
import { postComment } from "../publish.ts";
import { startReceiver } from "./receiver.ts";
import { hashMovie, readComment, readTask, render, review, snapshot, type Comment, type Named } from "./story.ts";
import { ADMIN, findPort, findReasonToSkip, startZou } from "./zou.ts";

/**
 * `npm run zou:install && npm run try:kitsu`: a platform, a real Zou and the receiver between them, from the first retake to an
 * outage of Kitsu. Takes two minutes. Skips with a reason where a program is missing.
 */
const reason = findReasonToSkip();
if (reason !== undefined) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

const started: (() => Promise<void>)[] = [];
const dir = mkdtempSync(path.join(tmpdir(), "pegbar-kitsu-"));
// PostgreSQL runs as another account when this runs as root.
chmodSync(dir, 0o755);
const step = (text: string) => console.log(`- ${text}`);
try {
  step("starting Pegbar and Zou");
  const platform = await startPlatform({ dir: path.join(dir, "pegbar"), basePort: 0, volatile: true, paceMs: 200 });
  started.push(() => platform.stop());
  const zou = await startZou(platform.adminUrl, path.join(dir, "kitsu"));
  started.push(() => zou.stop());
  const { api, issuer } = platform.addresses;
  const [artist, admin] = await Promise.all(
    ["artist", "admin"].map(async (role) =>
      pegbar({ baseUrl: api, token: await signIn(issuer, `${role}@lumen.example`) }),
    ),
  );
  assert(artist && admin);
  const kitsu = new Kitsu(zou.url, ADMIN);
  const port = await findPort();
  const { secret } = await admin.post("/v1/webhooks", {
    body: { url: `http://127.0.0.1:${port}/`, events: ["version.approved", "version.retake"] },
  });
  const [show] = (await admin.get("/v1/shows")).items;
  const token = await admin.post("/v1/tokens", {
    body: {
      name: "kitsu",
      service: { role: "supervisor" },
      showIds: [show?.id ?? ""],
      verbs: ["show.read", "review.read", "asset.read", "rendition.create"],
    },
  });
  const env = {
    PORT: String(port),
    QUEUE_FOLDER: path.join(dir, "queue"),
    PEGBAR_URL: api,
    PEGBAR_TOKEN: token.secret,
    PEGBAR_WEBHOOK_SECRET: secret,
    KITSU_URL: zou.url,
    KITSU_EMAIL: ADMIN.email,
    KITSU_PASSWORD: ADMIN.password,
  };

  step("a wrong password and a wrong URL end the receiver with a reason");
  const refused = startReceiver({ ...env, KITSU_PASSWORD: "wrong" });
  await refused.until(
    /refuses admin@example\.com \(Wrong email or password\.\)\. Check KITSU_EMAIL and KITSU_PASSWORD/,
  );
  assert.equal(await refused.exit(), 1);
  const lost = startReceiver({ ...env, KITSU_URL: api });
  await lost.until(/There is no Kitsu API at .* usually ends with \/api/);
  assert.equal(await lost.exit(), 1);

  let receiver = startReceiver(env);
  started.push(() => receiver.stop());
  await receiver.until(/Receiving on/);

  step("a retake creates production, sequence, shot and task, and sets the status");
  const first = await render(artist, { frames: "1-5:2", seed: { kind: "perFrame", seed: 1 } });
  const retake = { decision: "retake", frames: "3", comment: "The lamp flickers, see #lighting" } as const;
  await review(admin, first.id, retake);
  await receiver.until(/paint v001 retake: exported/);
  const [project] = await kitsu.get<(Named & { fps: string; code: string })[]>("/data/projects");
  assert.deepEqual([project?.name, project?.code, project?.fps], ["HARBOR", "HARBOR", "24"]);
  const [shot, ...others] = await kitsu.get<Named[]>(`/data/projects/${project?.id}/shots`);
  assert.deepEqual([shot?.name, others], ["sh010", []]);
  const task = await readTask(kitsu, shot?.id ?? "", "Compositing");
  const [posted, ...more] = await kitsu.get<Comment[]>(`/data/tasks/${task.id}/comments`);
  assert.deepEqual(more, []);
  assert.equal(posted?.task_status.short_name, "retake");
  assert.match(posted?.text ?? "", /^\*\*sq010 sh010 paint v001\*\*: retake\n\nFrames 3\n\nThe lamp flickers/);
  assert.equal(task.retake_count, 1);
  const decided = await admin.get("/v1/versions/{id}", { params: { path: { id: first.id } } });
  assert.equal(posted?.created_at, decided.review?.createdAt.slice(0, 19));

  step("an approval uploads Pegbar's movie unchanged, and its hashtags reach no other task");
  const types = await kitsu.get<Named[]>("/data/task-types");
  const lighting = types.find(({ name }) => name === "Lighting");
  await kitsu.post(`/actions/projects/${project?.id}/task-types/${lighting?.id}/shots/create-tasks`, [shot?.id]);
  const second = await render(artist, { frames: "1-5:2", seed: { kind: "perFrame", seed: 2 } });
  await review(admin, second.id, { decision: "approved", comment: "#all Good." });
  await receiver.until(/paint v002 approved: exported/);
  const approved = await readComment(kitsu, task.id, second.id);
  assert.equal(approved.task_status.short_name, "done");
  assert.match(approved.text, /approved\n\n#\u2060all Good\.\n\nPegbar version ver_/);
  assert.deepEqual(
    approved.previews.map(({ revision, extension, status }) => [revision, extension, status]),
    [[2, "mp4", "ready"]],
  );
  const { items } = await admin.get("/v1/versions/{id}/renditions", { params: { path: { id: second.id } } });
  const movie = items.find(({ kind }) => kind === "movie");
  assert.equal(await hashMovie(zou.url, approved.previews[0]?.id ?? ""), movie?.sha256);
  const untouched = await readTask(kitsu, shot?.id ?? "", "Lighting");
  assert.deepEqual(await kitsu.get(`/data/tasks/${untouched.id}/comments`), []);

  step("repeated deliveries change nothing");
  const before = await snapshot(kitsu, task.id);
  const [webhook] = (await admin.get("/v1/webhooks")).items;
  const id = webhook?.id ?? "";
  const { items: deliveries } = await admin.get("/v1/webhooks/{id}/deliveries", { params: { path: { id } } });
  assert.equal(deliveries.length, 2);
  for (const { id: deliveryId } of deliveries)
    await admin.post("/v1/webhooks/{id}/deliveries/{deliveryId}/replay", { params: { path: { id, deliveryId } } });
  await receiver.until(/was exported before/);
  await receiver.until(/was exported before/);
  assert.deepEqual(await snapshot(kitsu, task.id), before);

  step("a picture without frames, an outage of Kitsu, and a restart of the receiver during it, now as a bot");
  const bot = await kitsu.post<{ id: string; access_token: string }>("/data/persons", {
    first_name: "Pegbar",
    last_name: "",
    email: "pegbar@example.com",
    is_bot: true,
    role: "manager",
    expiration_date: new Date(Date.now() + 86_400_000 * 2).toISOString().slice(0, 10),
  });
  await kitsu.post(`/data/projects/${project?.id}/team`, { person_id: bot.id });
  await zou.stopApi();
  const picture = await render(artist, {});
  await review(admin, picture.id, { decision: "approved" });
  await receiver.until(/failed, next attempt in .*Kitsu does not respond/);
  await receiver.stop();
  await zou.startApi();
  receiver = startReceiver({ ...env, KITSU_TOKEN: bot.access_token });
  await receiver.until(/paint v003 approved: exported/);
  const still = await readComment(kitsu, task.id, picture.id);
  assert.deepEqual(
    still.previews.map(({ revision, extension, status }) => [revision, extension, status]),
    [[3, "png", "ready"]],
  );

  step("an unknown task type is named, the event waits, and an interrupted export is continued");
  await receiver.stop();
  receiver = startReceiver({ ...env, KITSU_TASK_TYPES: "paint=Cleanup" });
  await receiver.until(/Receiving on/);
  const fourth = await render(artist, { frames: "1-2", seed: { kind: "perFrame", seed: 4 } });
  await review(admin, fourth.id, { decision: "approved" });
  await receiver.until(/Kitsu has no task type Cleanup for shots.*KITSU_TASK_TYPES="paint=….*Compositing/);
  await receiver.stop();
  // Meanwhile somebody sets another status in Kitsu: the late event does not change it back.
  const statuses = await kitsu.get<(Named & { short_name: string })[]>("/data/task-status");
  const wip = statuses.find(({ short_name }) => short_name === "wip");
  await kitsu.post(`/actions/tasks/${task.id}/comment`, { task_status_id: wip?.id, comment: "Not yet." });
  // And an earlier attempt ended after its comment, before the upload.
  const done = statuses.find(({ short_name }) => short_name === "done");
  const { name, number, show: code, sequence, shot: shotCode } = fourth;
  const data = { versionId: fourth.id, name, version: number, show: code, sequence, shot: shotCode, frames: null };
  const timestamp = new Date(Date.now() - 60_000).toISOString();
  const begun = await postComment(kitsu, task.id, done?.id ?? "", {
    decision: "approved",
    timestamp,
    data: { ...data, comment: "" },
  });
  await kitsu.post(`/actions/tasks/${task.id}/comments/${begun.id}/add-preview`, { revision: number });
  receiver = startReceiver(env);
  await receiver.until(/paint v004 approved: exported/);
  const late = await kitsu.get<{ task_status_id: string }>(`/data/tasks/${task.id}`);
  assert.equal(late.task_status_id, wip?.id);
  const continued = await readComment(kitsu, task.id, fourth.id);
  assert.equal(continued.id, begun.id);
  assert.deepEqual(
    continued.previews.map(({ revision, status }) => [revision, status]),
    [[4, "ready"]],
  );

  console.log(`passed, with Zou ${zou.version} on PostgreSQL of the platform`);
} finally {
  for (const stop of started.reverse()) await stop();
  rmSync(dir, { recursive: true, force: true });
}
